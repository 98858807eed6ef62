import { changed, changeIn } from './answerChange.ts';
import { contextHeldBack, withoutContext } from './answerContext.ts';
import { unescaped, unnumbered, withoutPath } from './answerCopied.ts';
import { firstElision, withoutElisions, withoutOuterElisions } from './answerElision.ts';
import { furtherBlocks, isUnclear, unfenced } from './answerFence.ts';
import { isTalk } from './answerProse.ts';
import { isProse, withoutBlankEdges, type AnswerRefusal, type AnswerShape } from './answerShape.ts';
import { withPlainIndents } from './answerSpaces.ts';
import { withoutTags, withoutThoughts } from './answerTags.ts';
import { indentLike } from './indent.ts';
import { isPlainElision } from './matchElision.ts';
import { openBrackets } from './matchLines.ts';

/** How an answer came to its end: the model was done, or was stopped, in the middle of a line at worst. */
export type Ending = 'done' | 'stopped' | 'torn';

/** What there is to say about a replacement that is there. */
export type AnswerNote =
  /** The answer went on with further code blocks. */
  | 'more-blocks'
  /** What an elision stood for was filled in. */
  | 'filled-in'
  /** Its last line was not finished, and is left out. */
  | 'unfinished-line'
  /** The model said that it was done, but brackets are open. */
  | 'open-brackets';

export type Answer =
  | {
      readonly type: 'lines';
      /** The replacement. */
      readonly lines: readonly string[];
      /** False when there was nothing in the answer that could be a replacement; an empty code block is one. */
      readonly found: boolean;
      readonly notes: readonly AnswerNote[];
    }
  | {
      readonly type: 'refusal';
      readonly reason: AnswerRefusal;
      /** What the model said in the place of code. */
      readonly words?: string;
    };

/**
 * The replacement as far as it has come, to be shown. Stateless on purpose: it is asked again with all the lines there
 * are whenever more came, so that what a later line shows to be wrong is put right. What may still turn out not to be
 * code of the region is held back.
 */
export function linesSoFar(raw: readonly string[], shape: AnswerShape): readonly string[] {
  const { lines, info } = unwrapped(raw, shape, false);
  if (changeIn(lines, info, shape) !== undefined) return [];
  const plain = unnumbered(lines, shape, false);
  const elision = firstElision(plain, shape);
  const own = contextHeldBack(elision === -1 ? plain : plain.slice(0, elision), shape);
  return indentLike(withoutBlankEdges(own), shape);
}

/**
 * The replacement within what a model wrote: without its wrapping, without lines that are not the region's, with what it
 * left out, and with the indentation of the region. What is not certain is refused.
 */
export function readAnswer(raw: readonly string[], shape: AnswerShape, ending: Ending): Answer {
  if (ending !== 'torn') return read(raw, shape, ending);
  const whole = raw.slice(0, -1);
  const isLost = unwrapped(whole, shape, true).lines.length < unwrapped(raw, shape, true).lines.length;
  const answer = read(whole, shape, ending);
  return isLost && answer.type === 'lines' ? { ...answer, notes: [...answer.notes, 'unfinished-line'] } : answer;
}

function read(raw: readonly string[], shape: AnswerShape, ending: Ending): Answer {
  const said = unwrapped(raw, shape, true);
  const isDone = ending === 'done';
  const answer =
    changeIn(said.lines, said.info, shape) === undefined ? code(said, shape, isDone) : change(said, shape, isDone);
  // What is empty because its rest is missing removes nothing.
  const isCut = !isDone && answer.type === 'lines' && answer.lines.length === 0 && said.lines.length > 0;
  return isCut ? { type: 'refusal', reason: 'cut' } : answer;
}

type Said = ReturnType<typeof unwrapped>;

/** What a diff or search/replace blocks make of the region: all of them, wherever they stand. */
function change(said: Said, shape: AnswerShape, isDone: boolean): Answer {
  if (!isDone) return { type: 'refusal', reason: 'cut' };
  const blocks = furtherBlocks(said, shape);
  const more = blocks.filter(({ lines, info }) => changeIn(lines, info, shape) !== undefined);
  const result = changed(
    [said, ...more].flatMap(({ lines }) => lines),
    said.info,
    shape,
  );
  if (result.type === 'refusal') return result;
  return { ...result, found: true, notes: more.length < blocks.length ? ['more-blocks'] : [] };
}

function code(said: Said, shape: AnswerShape, isDone: boolean): Answer {
  const { found, isFenced } = said;
  const words = said.lines.join(' ');
  if (!isFenced && isTalk(said.lines, shape)) return { type: 'refusal', reason: 'words', words };
  if (isUnclear(said, shape, isDone)) return { type: 'refusal', reason: 'fences' };
  const notes: readonly AnswerNote[] = furtherBlocks(said, shape).length > 0 ? ['more-blocks'] : [];
  const plain = unnumbered(said.lines, shape, true);
  if (!isDone) {
    const own = contextHeldBack(beforeElision(plain), shape);
    return { type: 'lines', lines: indentLike(withoutBlankEdges(own), shape), found, notes };
  }
  const whole = withoutOuterElisions(plain, shape);
  const own = withoutContext(whole, shape);
  const part = own.type === 'lines' ? own.lines : whole;
  const full = withoutElisions(part, shape);
  if (full.type === 'refusal') return full;
  if (full.lines !== part) return { ...full, found, notes: [...notes, 'filled-in'] };
  if (own.type === 'refusal') return own;
  const lines = indentLike(withoutBlankEdges(part), shape);
  return { type: 'lines', lines, found, notes: opensBrackets(lines, shape) ? [...notes, 'open-brackets'] : notes };
}

/** The content of an answer, out of all that models put around it. */
function unwrapped(raw: readonly string[], shape: AnswerShape, ended: boolean) {
  const said = withoutTags(withoutThoughts(withoutByteOrderMark(withPlainIndents(raw, shape)), shape), shape);
  const fenced = unfenced(unescaped(said, shape), shape, ended);
  const lines = withoutBlankEdges(unescaped(withoutTags(fenced.lines, shape), shape));
  return { ...fenced, lines: withoutPath(lines, shape) };
}

/** What stands for something at the end of an answer that was stopped may stand for anything. */
function beforeElision(lines: readonly string[]): readonly string[] {
  const elision = lines.findIndex(isPlainElision);
  return elision === -1 ? lines : lines.slice(0, elision);
}

/** A hint and no more: strings and comments may hold brackets as well. */
function opensBrackets(lines: readonly string[], shape: AnswerShape): boolean {
  if (isProse(shape) || shape.original.every((line) => line.trim() === '')) return false;
  const steps = { taken: 0 };
  const open = openBrackets(lines, steps);
  const isBalanced = openBrackets(shape.original, steps).every((count) => count === 0);
  return isBalanced && open.some((count) => count > 0) && open.every((count) => count >= 0);
}

function withoutByteOrderMark(raw: readonly string[]): readonly string[] {
  const first = raw[0];
  return first?.startsWith('\uFEFF') ? raw.with(0, first.slice(1)) : raw;
}
