import { formsOf, isProse, isTelling, type AnswerShape, type Undone } from './answerShape.ts';
import { appliedLines } from './match.ts';
import { matchCode } from './matchCode.ts';
import { hidesWithin, isElision, isPlainElision } from './matchElision.ts';
import { indexed, normal } from './matchLines.ts';

/** Where lines of an answer begin to stand for others, or may do so; -1 when none does. */
export function firstElision(lines: readonly string[], shape: AnswerShape): number {
  let own: ReadonlySet<string> | undefined;
  return lines.findIndex(
    (line) => (standsFor(line, shape) || hides(line, shape)) && !(own ??= ownLines(shape)).has(normal(line)),
  );
}

/**
 * The lines with those of the region in the place of what stands for them. Certain is only what has all lines of the
 * answer, in their order, and begins and ends as it does.
 */
export function withoutElisions(lines: readonly string[], shape: AnswerShape): Undone {
  if (firstElision(lines, shape) === -1) return { type: 'lines', lines };
  const own = ownLines(shape);
  const marks = lines.filter((line) => standsFor(line, shape) && !own.has(normal(line)));
  const isHidden = lines.some((line) => hides(line, shape) && !own.has(normal(line)));
  const isPlain = isHidden || marks.some((line) => isPlainElision(line) && !isStub(line, shape));
  if (!isPlain && !isShorter(lines, marks, shape)) return { type: 'lines', lines };
  const refusal = { type: 'refusal', reason: 'elision' } as const;
  if (isHidden) return refusal;
  return filledIn(lines, shape) ?? inSurroundings(lines, shape) ?? refusal;
}

function ownLines({ original }: AnswerShape): ReadonlySet<string> {
  return new Set(formsOf(original));
}

function standsFor(line: string, shape: AnswerShape): boolean {
  return isElision(line) && (!isProse(shape) || /^\s*(<!--|\[?(\.{3}|…))/.test(line));
}

/** In a comment or a text such signs hide nothing. */
function hides(line: string, shape: AnswerShape): boolean {
  if (isProse(shape) || !/\.{3}|…/.test(line) || /^\s*(\/\/|#|\*|--|;|%)/.test(line)) return false;
  return hidesWithin(line.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""'));
}

/** To Python three dots are a statement. */
function isStub(line: string, { languageId }: AnswerShape): boolean {
  return languageId === 'python' && line.trim() === '...';
}

/** A comment that only sounds like an elision is none when the answer lacks no more of the region than it adds. */
function isShorter(lines: readonly string[], marks: readonly string[], shape: AnswerShape): boolean {
  const was = formsOf(shape.original).filter(isTelling);
  const without = new Set(marks.map(normal));
  const is = formsOf(lines).filter((form) => isTelling(form) && !without.has(form));
  const [has, had] = [new Set(is), new Set(was)];
  return was.filter((form) => !has.has(form)).length > is.filter((form) => !had.has(form)).length;
}

/** Where the region was blank, what stands for lines at the ends can only mean those around it. */
export function withoutOuterElisions(lines: readonly string[], shape: AnswerShape): readonly string[] {
  const isOwn = (line: string) => line.trim() !== '' && !standsFor(line, shape);
  const first = lines.findIndex(isOwn);
  if (first === -1 || shape.original.some((line) => line.trim() !== '')) return lines;
  return lines.slice(first, lines.findLastIndex(isOwn) + 1);
}

function filledIn(lines: readonly string[], shape: AnswerShape): Undone | undefined {
  const { path, original } = shape;
  const result = matched(lines, original, { path });
  if (result === undefined || !isFilled(lines, result, shape)) return undefined;
  const forms = formsOf(lines).map(comparable);
  const whole = formsOf(result).map(comparable);
  const isSame = (at: number) => standsFor(formsOf(lines).at(at) ?? '', shape) || forms.at(at) === whole.at(at);
  return isSame(0) && isSame(-1) ? { type: 'lines', lines: result } : undefined;
}

/** An answer that also shows what is around the region, with parts of that left out. */
function inSurroundings(lines: readonly string[], shape: AnswerShape): Undone | undefined {
  const { before, original, after, path } = shape;
  const [first, last] = [0, -1].map((at) => formsOf(lines.filter((line) => !standsFor(line, shape))).at(at) ?? '');
  const isAbove = formsOf(before).includes(first ?? '');
  const isBelow = formsOf(after).includes(last ?? '');
  if (!isAbove && !isBelow) return undefined;
  const selection = { start: before.length, count: original.length };
  const file = [...before, ...original, ...after];
  const result = matched(lines, file, { path, selection });
  if (result === undefined || !isFilled(lines, result, { ...shape, original: file })) return undefined;
  const end = result.length - after.length;
  const isInside =
    before.every((line, at) => line === result[at]) && after.every((line, at) => line === result[end + at]);
  if (!isInside) return { type: 'refusal', reason: 'outside' };
  const inner = result.slice(before.length, end);
  const isWhole = (isAbove || formsOf(inner)[0] === first) && (isBelow || formsOf(inner).at(-1) === last);
  return isWhole ? { type: 'lines', lines: inner } : undefined;
}

function matched(
  lines: readonly string[],
  file: readonly string[],
  {
    path,
    selection,
  }: { readonly path: string; readonly selection?: { readonly start: number; readonly count: number } },
): readonly string[] | undefined {
  const steps = { taken: 0 };
  const match = matchCode(lines, indexed(file, steps), { path, hint: { selection }, steps });
  if (match.type === 'proposal') return appliedLines(file, match);
  return match.reason === 'unchanged' ? file : undefined;
}

/**
 * True when all lines of the answer are there, in their order, nothing stands for others any more, and each elision
 * between two of them came to all that the region has between them.
 */
function isFilled(lines: readonly string[], result: readonly string[], shape: AnswerShape): boolean {
  if (firstElision(result, shape) !== -1) return false;
  const forms = formsOf(result).map(comparable);
  const old = formsOf(shape.original).map(comparable);
  let next = 0;
  let isLeftOut = false;
  for (const line of lines.filter((one) => one.trim() !== '')) {
    if (standsFor(line, shape)) {
      isLeftOut = next > 0;
      continue;
    }
    const at = forms.indexOf(comparable(normal(line)), next);
    if (at === -1 || (isLeftOut && !isAllBetween(forms.slice(next - 1, at + 1), old))) return false;
    isLeftOut = false;
    next = at + 1;
  }
  return true;
}

/** Whether lines that were filled in between two others are those that were between them; one line at least. */
function isAllBetween(lines: readonly string[], was: readonly string[]): boolean {
  if (lines.length < 3) return false;
  const placeOf = (form: string | undefined) => {
    const at = was.indexOf(form ?? '');
    return was.includes(form ?? '', at + 1) ? -1 : at;
  };
  const [first, last] = [placeOf(lines[0]), placeOf(lines.at(-1))];
  if (first !== -1 && last !== -1 && last - first !== lines.length - 1) return false;
  if (first !== -1) return lines.slice(1, -1).every((form, at) => form === was[first + 1 + at]);
  const start = last - lines.length + 1;
  return last === -1 || lines.slice(1, -1).every((form, at) => form === was[start + 1 + at]);
}

function comparable(form: string): string {
  return form.replace(/,$/, '');
}
