import { isPath } from './fence.ts';

/** What tells which file a block of code is for. */
export interface CodeSigns {
  readonly language: string;
  /** What its fence says. */
  readonly file?: string | undefined;
  readonly text: string;
  /** The markdown right before the block. */
  readonly before?: string | undefined;
  /** The only file that went along with the question. */
  readonly attached?: string | undefined;
}

/** The text of a block beyond this says nothing of its file. */
export const signLength = 2_000;

/**
 * The file that a block is for, as far as the answer says it: in the fence, in the headers of a diff, in a comment at its
 * top, in the heading or the name right before it; else the one file that was asked about, if it is of that language.
 */
export function codeTarget({ language, file, text, before = '', attached }: CodeSigns): string | undefined {
  const start = text.slice(0, signLength);
  return file ?? diffTarget(start) ?? commentTarget(start) ?? namedBefore(before) ?? attachedTarget(language, attached);
}

function diffTarget(text: string): string | undefined {
  const header =
    /^(?:\+\+\+ (?:b\/)?|diff --git a\/\S+ b\/|\*\*\* (?:Update|Add|Delete) File: )(?!\/dev\/null)(\S.*?)(?:\t.*)?$/m.exec(
      text,
    )?.[1];
  const gone = /^--- (?:a\/)?(\S+)\n\+\+\+ \/dev\/null$/m.exec(text)?.[1];
  const searched = /^[#*`/ ]*(\S+?)[*`:]*\n(?:```.*\n)?<{5,9} ?SEARCH/m.exec(text)?.[1];
  return pathOf(header) ?? pathOf(gone) ?? pathOf(searched);
}

/** Only whole first lines count: of one that still grows, the end may be missing. */
function commentTarget(text: string): string | undefined {
  if (!text.includes('\n')) return undefined;
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const comment = /^(?:\/\/|#|--|;|%|\/\*|<!--)\s*(?:(?:file(?:name)?|path):\s*)?(\S+?)\s*(?:\*\/|-->)?$/i.exec(
    first.trim(),
  );
  return pathOf(comment?.[1]);
}

function namedBefore(before: string): string | undefined {
  const line = before.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const bare = line
    .replace(/^(#{1,6}\s+|>\s*|[-*]\s+|\d+[.)]\s+)+/, '')
    .replace(/^[*_`]*(file(name)?|path)[*_`]*\s*:\s*/i, '')
    .replace(/[*_`:()[\]]+/g, ' ')
    .trim();
  if (!bare.includes(' ')) return pathOf(bare);
  const codes = [...line.matchAll(/`([^`]+)`/g)].map((code) => code[1]);
  return line.length <= 160 && line.endsWith(':') && codes.length === 1 ? pathOf(codes[0]) : undefined;
}

/** A command for the shell, or what a program prints, is not for the file that was asked about. */
function attachedTarget(language: string, attached: string | undefined): string | undefined {
  const ending = /\.(\w+)$/.exec(attached ?? '')?.[1]?.toLowerCase();
  const name = language.toLowerCase();
  const isOfFile = ending !== undefined && (name === ending || (families[name] ?? []).includes(ending));
  return isOfFile || name === 'diff' || name === 'patch' ? attached : undefined;
}

/** Endings of files by the names that fences have for their language, where they are not the same. */
const families: Readonly<Record<string, readonly string[]>> = {
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  ts: ['mts', 'cts', 'tsx'],
  tsx: ['tsx', 'ts'],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  js: ['mjs', 'cjs', 'jsx'],
  python: ['py', 'pyi'],
  ruby: ['rb'],
  rust: ['rs'],
  golang: ['go'],
  csharp: ['cs'],
  'c#': ['cs'],
  'c++': ['cpp', 'cc', 'cxx', 'hpp', 'h'],
  cpp: ['cc', 'cxx', 'hpp', 'h'],
  c: ['h'],
  kotlin: ['kt', 'kts'],
  markdown: ['md', 'mdx'],
  yaml: ['yml'],
  yml: ['yaml'],
  jsonc: ['json'],
  json: ['jsonc'],
  perl: ['pl', 'pm'],
  html: ['htm', 'vue', 'svelte'],
  bash: ['sh'],
  shell: ['sh'],
  powershell: ['ps1'],
};

function pathOf(text: string | undefined): string | undefined {
  const path = text?.trim();
  if (path === undefined || path.length > 200 || /[\s"<>|*?]|:\/\//.test(path)) return undefined;
  // A version has a dot, too.
  return isPath(path) && /\p{L}/u.test(path) && !/^v?[\d.]+$/.test(path) ? path : undefined;
}
