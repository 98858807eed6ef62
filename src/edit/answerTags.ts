import { isMarkup, type AnswerShape } from './answerShape.ts';
import { fenceOf } from './fence.ts';

const thoughts = 'think|thinking|thought|thoughts|reasoning|scratchpad|reflection';
const thought = new RegExp(`^\\s*<(${thoughts})>`, 'i');
const unopened = new RegExp(`^\\s*</(${thoughts})>\\s*$`, 'i');

/** Without what a model thought aloud before its answer; nothing while it still does. */
export function withoutThoughts(raw: readonly string[], shape: AnswerShape): readonly string[] {
  if (isIn(shape, new RegExp(`</?(${thoughts})>`, 'i'))) return raw;
  const first = raw.findIndex((line) => line.trim() !== '');
  const name = thought.exec(raw[first] ?? '')?.[1];
  if (name === undefined) return raw.slice(raw.findLastIndex((line) => unopened.test(line)) + 1);
  const close = `</${name.toLowerCase()}>`;
  const end = raw.findIndex((line, at) => at >= first && line.toLowerCase().includes(close));
  if (end === -1) return [];
  const line = raw[end] ?? '';
  const rest = line.slice(line.toLowerCase().indexOf(close) + close.length);
  return withoutThoughts([...(rest.trim() === '' ? [] : [rest]), ...raw.slice(end + 1)], shape);
}

const own = 'region|replacement|new_region|updated_region|edited_region|new_code|updated_code';
const wide = `${own}|code|answer|output|result|edit|response`;

/** A preamble above a tag is no longer than this. */
const longestLead = 6;

/** Without the tags of our own question, which models put around their answer, and without the lines they say are around it. */
export function withoutTags(raw: readonly string[], shape: AnswerShape): readonly string[] {
  const names = isMarkup(shape) ? own : wide;
  if (isIn(shape, new RegExp(`</?(${names}|before|after)>`, 'i'))) return raw;
  const lines = withoutBefore(raw);
  const opening = openingTag(lines, names);
  if (opening === undefined) return lines.slice(0, strayEnd(lines));
  const inside = [...(opening.rest === '' ? [] : [opening.rest]), ...lines.slice(opening.at + 1)];
  const close = new RegExp(`</${opening.name}>\\s*$`, 'i');
  const end = inside.findIndex((line) => close.test(line));
  if (end === -1) return inside.slice(0, strayEnd(inside));
  const last = (inside[end] ?? '').replace(close, '');
  return [...inside.slice(0, end), ...(last.trim() === '' ? [] : [last])];
}

/** The lines above the region, told back; nothing while they last. */
function withoutBefore(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (!isTag(lines[first], '<before>')) return lines;
  const end = lines.findIndex((line) => isTag(line, '</before>') || isTag(line, '<region>'));
  if (end === -1) return [];
  return lines.slice(isTag(lines[end], '<region>') ? end : end + 1);
}

function openingTag(lines: readonly string[], names: string) {
  const first = lines.findIndex((line) => line.trim() !== '');
  const atTop = new RegExp(`^\\s*<(${names})>(.*)$`, 'i').exec(lines[first] ?? '');
  if (atTop !== null) return { at: first, name: atTop[1] ?? '', rest: (atTop[2] ?? '').trimEnd() };
  const at = lines.slice(0, first + longestLead).findIndex((line) => isTag(line, '<region>'));
  const isInFence = lines.slice(0, Math.max(0, at)).some((line) => fenceOf(line) !== undefined);
  return at === -1 || isInFence ? undefined : { at, name: 'region', rest: '' };
}

/** Where an answer without an opening tag ends: at the tag that would close it, or at what is said to come after. */
function strayEnd(lines: readonly string[]): number {
  const end = lines.findIndex((line) => isTag(line, '</region>') || isTag(line, '<after>'));
  const isInFence = lines.slice(0, Math.max(0, end)).some((line) => fenceOf(line) !== undefined);
  return end === -1 || isInFence ? lines.length : end;
}

function isTag(line: string | undefined, tag: string): boolean {
  return line?.includes('<') === true && line.trim().toLowerCase() === tag;
}

/** Where the file has such tags of its own, they are content. */
function isIn({ original, before, after }: AnswerShape, tag: RegExp): boolean {
  return [original, before, after].some((lines) => lines.some((line) => line.includes('<') && tag.test(line)));
}
