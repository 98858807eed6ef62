import type { AnswerShape } from './answerShape.ts';

/** Characters that look like a space or like nothing, which no language has in its indentation. */
const odd = /^[ \t]*[\u00A0\u2007\u202F\u200B-\u200D\u2060\uFEFF]/;

/** Lines whose indentation is of spaces and tabs: what a chat window or a web page made of them is undone. */
export function withPlainIndents(raw: readonly string[], shape: AnswerShape): readonly string[] {
  const isOdd = (line: string) => odd.test(line);
  if (!raw.some(isOdd) || shape.original.some(isOdd)) return raw;
  return raw.map((line) => (isOdd(line) ? plain(line) : line));
}

function plain(line: string): string {
  const indent = /^[ \t\u00A0\u2007\u202F\u200B-\u200D\u2060\uFEFF]*/.exec(line)?.[0] ?? '';
  const spaces = indent.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').replace(/[\u00A0\u2007\u202F]/g, ' ');
  return spaces + line.slice(indent.length);
}
