/** A piece of code that stands in a message. */
export interface SentCode {
  /** Empty when the message does not say. */
  readonly path: string;
  /** As written, for instance `12-34`; empty for a whole file or when the message does not say. */
  readonly lines: string;
  readonly language: string;
  readonly text: string;
  /** The element it stood in, for instance `region`; empty for a fenced block. */
  readonly element: string;
}

export interface SentMessage {
  /** What is left without the code and the lines that announce it. */
  readonly question: string;
  readonly code: readonly SentCode[];
}

/**
 * Takes a message apart. Reads fenced blocks announced by a line or an info string with a path, and elements with
 * attributes such as `path="a.ts"`: whatever of the two a prompt uses, so that wording can change without the demo.
 */
export function sentMessage(message: string): SentMessage {
  const code: SentCode[] = [];
  const prose: string[] = [];
  const lines = message.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const block = fencedBlock(lines, at) ?? elementBlock(lines, at);
    if (block === undefined) {
      prose.push(lines[at] ?? '');
      continue;
    }
    const announced = /[/.`:]/.test(block.info) ? block.info : `${takeAnnouncement(prose)} ${block.info}`;
    code.push({ ...place(announced), language: languageOf(block.info), text: block.text, element: block.element });
    at = block.last;
  }
  const question = prose.filter((line) => !/^\s*<\/?[\w-]+[^>]*>\s*$/.test(line));
  return { question: question.join('\n').trim(), code };
}

interface Block {
  readonly info: string;
  readonly text: string;
  readonly element: string;
  readonly last: number;
}

/** Elements that hold code as it is. Any other is code only when its attributes name a file. */
const codeElements = ['region', 'before', 'after', 'selection', 'code', 'problems'];

function fencedBlock(lines: readonly string[], first: number): Block | undefined {
  const open = /^\s*(`{3,}|~{3,})([^`]*)$/.exec(lines[first] ?? '');
  if (open === null) return undefined;
  const [, fence = '', info = ''] = open;
  const isClose = (line: string) => line.trim().length >= fence.length && isOnly(line.trim(), fence[0] ?? '');
  return block(lines, { first, info: info.trim(), isClose, element: '' });
}

function elementBlock(lines: readonly string[], first: number): Block | undefined {
  const open = /^\s*<([\w-]+)(\s[^>]*)?>\s*$/.exec(lines[first] ?? '');
  if (open === null) return undefined;
  const [, name = '', attributes = ''] = open;
  const isClose = (line: string) => line.trim() === `</${name}>`;
  const found = block(lines, { first, info: attributes.trim(), isClose, element: name });
  if (codeElements.includes(name)) return found;
  // An element around fenced blocks only announces them: what is inside is read on its own.
  const announces = found !== undefined && /^\s*(`{3,}|~{3,})/.test(found.text);
  return attributes === '' || announces ? undefined : found;
}

function block(
  lines: readonly string[],
  { first, isClose, ...about }: { first: number; info: string; element: string; isClose: (line: string) => boolean },
): Block | undefined {
  const length = lines.slice(first + 1).findIndex(isClose);
  if (length < 0) return undefined;
  return { ...about, text: lines.slice(first + 1, first + 1 + length).join('\n'), last: first + 1 + length };
}

function isOnly(text: string, character: string): boolean {
  return text.length > 0 && text === character.repeat(text.length);
}

/** The line right before a block, when it names a file; it is then no part of the question. */
function takeAnnouncement(prose: string[]): string {
  const at = prose.findLastIndex((line) => line.trim() !== '');
  const line = prose[at] ?? '';
  if (at < prose.length - 2 || !/[\w)-]\.\w+|\/|`/.test(line)) return '';
  prose.splice(at);
  return line;
}

function place(announced: string): { readonly path: string; readonly lines: string } {
  const path =
    /(?:path|file|name|title)="([^"]+)"/.exec(announced)?.[1] ??
    /`([^`]+)`/.exec(announced)?.[1] ??
    /[^\s"'`()<>,:]*[\w)-]\.\w+/.exec(announced)?.[0] ??
    '';
  const lines = /(?:lines?\s*[="]*\s*|:|#L|\bL)(\d+)(?:\s*(?:-|–|to)\s*L?(\d+))?/i.exec(announced.replace(path, ' '));
  return { path: path.replace(/:\d+.*$/, ''), lines: lines === null ? '' : [lines[1], lines[2] ?? lines[1]].join('-') };
}

function languageOf(info: string): string {
  return /(?:language(?:Id)?|lang)="([^"]+)"/.exec(info)?.[1] ?? /^[\w+#-]+(?=$|\s)/.exec(info)?.[0] ?? '';
}
