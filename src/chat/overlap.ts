/** How far back a model is expected to repeat itself; bounds what is held back from the screen. */
export const reach = 400;

/**
 * Whether the beginning of a continuation may still turn out to repeat the end of the text before it: as long as
 * that text contains it, the next character decides.
 */
export function mayRepeat(before: string, head: string): boolean {
  if (head.length > 2 * reach) return false;
  const tail = before.slice(-reach);
  return tail.includes(head) || collapse(tail).text.includes(collapse(head.trimStart()).text);
}

/** How many characters at the beginning of a continuation repeat the end of the text before it. */
export function repeatedLength(before: string, head: string): number {
  const tail = before.slice(-reach - 1);
  const exact = longestOverlap(tail, head);
  if (isRepeat(tail, head, exact)) return exact;
  return looselyRepeatedLength(tail, head);
}

/** Whether a stream that broke off was in the middle of repeating: what it sent is in the text already. */
export function isInsideRepeat(before: string, head: string): boolean {
  return isLong(head) && collapse(before.slice(-reach)).text.includes(collapse(head.trim()).text);
}

/** The same, where the model wrote other white space than before. */
function looselyRepeatedLength(tail: string, head: string): number {
  const indent = head.length - head.trimStart().length;
  const [loose, wanted] = [collapse(tail), collapse(head.slice(indent))];
  const length = longestOverlap(loose.text, wanted.text);
  if (!isRepeat(loose.text, wanted.text, length)) return 0;
  // White space first means that a new word begins: it may well be the same word.
  if (indent > 0 && !isLong(wanted.text.slice(0, length))) return 0;
  const end = indent + (wanted.starts[length] ?? head.length - indent);
  if (wanted.text[length - 1] !== ' ') return end;
  // Both end with white space: the model's is kept as far as it is more than what stands there.
  const start = indent + (wanted.starts[length - 1] ?? 0);
  const own = /\s*$/.exec(tail)?.[0] ?? '';
  return head.startsWith(own, start) ? start + own.length : end;
}

function longestOverlap(tail: string, head: string): number {
  let length = Math.min(tail.length, head.length, reach);
  while (length > 0 && !tail.endsWith(head.slice(0, length))) length--;
  return length;
}

/**
 * Whether an overlap is a repetition and not chance: text goes on with the letter, the bracket or the line it ended
 * with all the time. Two things are no chance: words written again right after themselves without a space
 * ("thethe"), and a longer passage; unless the text itself repeats with that period, as tables do.
 */
function isRepeat(tail: string, head: string, length: number): boolean {
  const overlap = head.slice(0, length);
  const before = tail.at(-length - 1) ?? '\n';
  if (length === 0 || tail.endsWith(overlap + overlap) || isPeriodic(overlap)) return false;
  return isLong(overlap) || (startsClean(overlap, before) && isAgain(overlap, head[length]));
}

/** Only what begins where a word or a line begins can be "written again". */
function startsClean(overlap: string, before: string): boolean {
  return !isWord(before) && (isWord(overlap[0]) || before === '\n') && /\p{L}/u.test(overlap);
}

function isAgain(overlap: string, next: string | undefined): boolean {
  if (isWord(overlap.at(-1))) return overlap.length >= leastLength(overlap) || !isWord(next);
  // A call or a list does open with the same name twice: `vec![vec![0; n]; n]`.
  const { count, weight } = wordsOf(overlap);
  return /[^\s,([{<]$/.test(overlap) && count >= 2 && weight >= 4;
}

/** Chinese and Japanese double whole words (研究研究, いろいろ); other languages hardly double two letters. */
function leastLength(overlap: string): number {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(overlap) ? 3 : 2;
}

function isLong(text: string): boolean {
  const { count, weight } = wordsOf(text);
  return weight >= 16 || (weight >= 8 && count >= 3);
}

/** How many words, and how many letters and digits they have together. */
function wordsOf(text: string): { count: number; weight: number } {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  return { count: words.length, weight: words.join('').length };
}

/** Whether the text is one piece at least twice in a row. */
function isPeriodic(text: string): boolean {
  for (let period = 1; period * 2 <= text.length; period++) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

interface Collapsed {
  readonly text: string;
  /** Where each character of `text` begins in the original. */
  readonly starts: readonly number[];
}

/** Every run of white space as one space. */
function collapse(original: string): Collapsed {
  let text = '';
  const starts: number[] = [];
  for (let index = 0; index < original.length; index++) {
    const character = original[index] ?? '';
    const isSpace = /\s/.test(character);
    if (isSpace && text.endsWith(' ')) continue;
    text += isSpace ? ' ' : character;
    starts.push(index);
  }
  return { text, starts };
}
