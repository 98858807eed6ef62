import { count, demoNotice, lineCount, shortened } from './demoChatText.ts';
import type { SentCode, SentMessage } from './demoSentCode.ts';

const declaration =
  /\b(?:class|interface|type|enum|struct|trait|function|func|fn|def|module|package|const|let|var|val|record)\s+([A-Za-z_$][\w$]*)/g;

/** A short summary made of true facts: how much was sent, what it declares, how it begins and ends. */
export function summaryText(message: SentMessage): string {
  return [
    `**${demoNotice}**`,
    ...message.code.map(factsOf),
    ...(message.code.length === 0 ? [proseFacts(message)] : []),
  ].join('\n\n');
}

function factsOf(piece: SentCode): string {
  const names = declaredNames(piece.text);
  const lines = piece.text.split('\n').filter((line) => line.trim() !== '');
  const title = `${piece.path === '' ? 'The text' : `\`${piece.path}\``}${piece.lines === '' ? '' : `, lines ${piece.lines},`}`;
  return [
    `${title} has ${count(lineCount(piece.text), 'line')} and ${count(piece.text.length, 'character')}.`,
    '',
    names.length === 0
      ? '- It declares no names the demo knows.'
      : `- It declares ${names.slice(0, 5).map(code).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`,
    ...(lines.length === 0
      ? []
      : [`- It begins with ${code(lines[0] ?? '')}`, `- It ends with ${code(lines.at(-1) ?? '')}`]),
  ].join('\n');
}

/** The last step of a summary in parts sends summaries, not code: their facts are what there is to tell. */
function proseFacts({ question }: SentMessage): string {
  const facts = question.split('\n').filter((line) => /\bhas [\d,]+ lines?\b|^- It declares/.test(line));
  const shown = facts.slice(0, 12).map((fact) => `- ${fact.replace(/^- /, '')}`);
  return [
    `The text has ${count(lineCount(question), 'line')}.`,
    ...(shown.length === 0 ? [] : [shown.join('\n')]),
  ].join('\n\n');
}

/** What stands at the left margin matters most; a part from the middle of a class has nothing there. */
function declaredNames(text: string): string[] {
  const outer = text.replaceAll(/^[ \t].*$/gm, '');
  const names = [outer, text].map((lines) => Array.from(lines.matchAll(declaration), (match) => match[1] ?? ''));
  return [...new Set(names.find((found) => found.length > 0))];
}

function code(text: string): string {
  return `\`${shortened(text.trim(), 60).replaceAll('`', "'")}\``;
}
