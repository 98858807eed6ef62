import { isMarkup, isProse, type AnswerShape } from './answerShape.ts';

const opener =
  /^(sure|certainly|of course|absolutely|okay|ok|great|here('s| is| are| you)|below is|got it|i('ve|'ll| have| will| would)\b|this (is|version|code|function)|the (updated|following|revised|edited|modified|replacement|new)\b|updated|replacement|to )/i;

/** A sentence that announces the replacement rather than being it; code rarely has words like these. */
export function isPreamble(line: string): boolean {
  if (/^\s/.test(line)) return false;
  if (/^(sure|certainly|absolutely|okay|great|done)( thing)?[!.:]$/i.test(line.trimEnd())) return true;
  return (
    /^[^;{}=<>]*[:.!]$/.test(line.trimEnd()) && line.trim().includes(' ') && (opener.test(line) || !/[()]/.test(line))
  );
}

const announcement =
  /^(sure|certainly|of course|absolutely|got it|okay,|ok,|great[!,]|here('s| is| are| you)\b|below is\b|i('ve| have) \w+)/i;

/** An announcement right above code without a fence. Only what no language has as its own words is one. */
export function withoutPreamble(lines: readonly string[], shape: AnswerShape): readonly string[] {
  const [first = ''] = lines;
  const isOne = announcement.test(first) && isPreamble(first) && !isProse(shape);
  if (!isOne || shape.original.includes(first)) return lines;
  const rest = lines.slice(1);
  const next = rest.findIndex((line) => line.trim() !== '');
  return next === -1 ? [] : withoutPreamble(rest.slice(next), shape);
}

const remark =
  /^(\**(note|explanation|changes|key changes|summary|what changed)\b[^;{}]*:|(this|the) (change|version|code|function|update|replacement|updated|new|above)\b|i('ve| have) |let me know|these changes|changes made)/i;

/** Remarks under code without a fence, after a blank line: sentences and lists up to the end. */
export function withoutPostscript(lines: readonly string[], shape: AnswerShape): readonly string[] {
  if (isProse(shape)) return lines;
  const start = lines.findIndex(
    (line, at) => at > 1 && lines[at - 1]?.trim() === '' && remark.test(line) && isSentence(line),
  );
  const rest = start === -1 ? [] : lines.slice(start);
  return rest.length > 0 && rest.every(isSentence) && !shape.original.includes(rest[0] ?? '')
    ? lines.slice(0, start)
    : lines;
}

/** What a model says of its work below it. In prose, only what cannot be part of the text is that. */
export function isRemark(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  const [first] = filled;
  return first === undefined || ((remark.test(first) || /^I(['’]\w+)?\s/.test(first)) && filled.every(isSentence));
}

function isSentence(line: string): boolean {
  return /^\s*$|^\s*([-*•]|\d+[.)])\s+\S.*$|^[A-Z*].*[.:!?)`*]$/.test(line) && !/[;{}]\s*$/.test(line);
}

/** True for an answer that is said in words, where the region holds none: it needs no change, or the model declines. */
export function isTalk(lines: readonly string[], shape: AnswerShape): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  if (!isTold(filled[0] ?? '') || isProse(shape) || !filled.every((line) => isTold(line) || isSentence(line)))
    return false;
  const near = [...shape.before.slice(-3), ...shape.original, ...shape.after.slice(0, 3)];
  return !near.some((line) => isTold(line.trim())) && !isMarkup(shape);
}

/** A whole sentence of some words; what it quotes may be code. */
function isTold(line: string): boolean {
  const bare = line.replace(/`[^`]*`/g, 'code');
  return /^["“*]*[A-Z][^;{}=<>]*[.!?:]["”)*]*$/.test(bare) && bare.split(' ').length > 3;
}
