import { readAnswer, type AnswerNote, type Ending } from '../../../src/edit/answer.ts';
import type { AnswerShape } from '../../../src/edit/answerShape.ts';
import { splitLines } from '../../../src/edit/lines.ts';

/** One answer of a model to an edit of the lines between `⟦` and `⟧`, and what it must come to. */
export interface AnswerCase {
  readonly name: string;
  readonly file: string;
  readonly answer: string;
  readonly path?: string;
  readonly languageId?: string;
  readonly ending?: Ending;
  /** The region afterwards, or `refused:` and the reason. */
  readonly result: string;
  readonly notes?: readonly AnswerNote[];
}

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  py: 'python',
  md: 'markdown',
  html: 'html',
  rb: 'ruby',
  yaml: 'yaml',
  json: 'json',
  go: 'go',
  css: 'css',
  txt: 'plaintext',
};

/** The shape of an edit of the lines between a line `⟦` and a line `⟧`. */
export function shapeIn(file: string, path = 'src/cart.ts', languageId?: string): AnswerShape {
  const lines = splitLines(file);
  const [start, end] = [lines.indexOf('⟦'), lines.indexOf('⟧')];
  return {
    before: lines.slice(0, start),
    original: lines.slice(start + 1, end),
    after: lines.slice(end + 1),
    path,
    languageId: languageId ?? languages[path.split('.').at(-1) ?? ''] ?? 'plaintext',
    insertSpaces: !file.includes('\t'),
    tabSize: path.endsWith('.ts') ? 2 : 4,
  };
}

/** An answer as lines, the way the reader of a stream gives them. */
export function rawLines(text: string): string[] {
  const lines = splitLines(text);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** What a case comes to, in the form in which it says what it must come to. */
export function outcomeOf({ file, answer, path, languageId, ending = 'done' }: AnswerCase): {
  readonly result: string;
  readonly notes: readonly AnswerNote[];
} {
  const read = readAnswer(rawLines(answer), shapeIn(file, path, languageId), ending);
  if (read.type === 'refusal') return { result: `refused: ${read.reason}`, notes: [] };
  return { result: read.found ? read.lines.join('\n') : 'nothing', notes: read.notes };
}
