import { reindent } from './matchIndent.ts';
import { insideOf, itemsIn, type Item, type Layered } from './matchItems.ts';
import { indentOf } from './matchLines.ts';
import type { Pairing } from './matchPairs.ts';

/** Lines of the model at the depth of the file, in its kind of indentation. */
export function rebased(
  lines: readonly string[],
  pair: { readonly model: string; readonly file: string },
  { unit }: Pick<Pairing, 'unit'>,
): readonly string[] {
  const kind = unit === '\t' ? '\t' : ' ';
  const isSameKind = unit === undefined || lines.every((line) => !indentOf(line).includes(kind === ' ' ? '\t' : '  '));
  if (!isSameKind) return reindent(lines, [pair], unit);
  if (pair.model === pair.file) return lines;
  return lines.map((line) => {
    if (line.trim() === '') return '';
    return line.startsWith(pair.model) ? pair.file + line.slice(pair.model.length) : pair.file + line.trimStart();
  });
}

/** Where an item begins that takes the place of another: comments and decorators above stay when the block leaves them out. */
export function keptAbove(at: Pairing, item: Item, other: Item): { readonly start: number; readonly own: number } {
  const own = at.block.normal.slice(item.start, item.header);
  const theirs = at.file.normal.slice(other.start, other.header);
  if (own.length < theirs.length && own.every((form) => theirs.includes(form)))
    return { start: other.header, own: item.header };
  const isDecorator = (form: string) => /^(@|#\[|\[)/.test(form);
  const first = theirs.findIndex(isDecorator);
  if (!own.every(isDecorator)) return { start: other.start, own: item.start };
  return { start: first === -1 ? other.header : other.start + first, own: item.start };
}

/** What separates a property from the next one is not the model's to leave out. */
export function withComma(lines: string[], old: string | undefined, { key }: Item): readonly string[] {
  const last = lines.at(-1);
  if (!key.startsWith('prop:') || last === undefined || old === undefined) return lines;
  const had = old.trimEnd().endsWith(',');
  if (had && !/[,;{[(:]$/.test(last.trimEnd())) lines[lines.length - 1] = `${last.trimEnd()},`;
  if (!had && last.trimEnd().endsWith(',') && /["'\d\]}el]$/.test(old.trimEnd()))
    lines[lines.length - 1] = last.trimEnd().slice(0, -1);
  return lines;
}

const holder = /\b(class|interface|struct|enum|trait|impl|namespace|module|record|object|protocol|extension)\b/;

/** Members of a class, or properties of data, that the file has and the block does not speak of. */
export function lostIn(at: Pairing, item: Item, other: Item): readonly number[] {
  const header = at.file.normal[other.header] ?? '';
  const isClass = holder.test(header);
  const isData =
    !header.includes('(') &&
    !header.includes('=>') &&
    /[{[:]$/.test(header) &&
    !at.file.lines[other.header + 1]?.trimEnd().endsWith(';');
  const isSection = /^#{1,6} /.test(header);
  if (!isClass && !isData && !isSection) return [];
  const inside = (text: Layered, { from, to }: ReturnType<typeof insideOf>) => itemsIn(text, from, to);
  const members = inside(at.file, insideOf(at.file, other));
  const own = new Map(inside(at.block, insideOf(at.block, item)).map((one) => [one.key, one]));
  at.steps.taken += other.end - other.header + item.end - item.header;
  const counts = isClass ? /^(def|prop):/ : isSection ? /^line:#/ : /^(prop|def):/;
  return members.flatMap((member) => {
    const same = own.get(member.key);
    if (same !== undefined) return lostIn(at, same, member);
    return counts.test(member.key) ? [member.header] : [];
  });
}

/** Lines of an item at its own depth, and those below them. */
export interface Section {
  readonly head: { readonly from: number; readonly to: number };
  readonly body: { readonly from: number; readonly to: number };
}

/** An item as its own lines and what is below each: `if … {`, lines, `} else {`, lines, `}`. */
export function sectionsOf(text: Layered, item: Item): readonly Section[] {
  const base = text.depths[item.header] ?? 0;
  const result: { head: { from: number; to: number }; body: { from: number; to: number } }[] = [];
  for (let at = item.header; at < item.end; at += 1) {
    const isInside =
      (text.depths[at] ?? -1) > base || text.normal[at] === '' || (text.elided[at] === true && at > item.header);
    const last = result.at(-1);
    if (isInside && last !== undefined) last.body.to = at + 1;
    else if (last !== undefined && last.body.to === last.body.from)
      Object.assign(last, { head: { from: last.head.from, to: at + 1 }, body: { from: at + 1, to: at + 1 } });
    else result.push({ head: { from: at, to: at + 1 }, body: { from: at + 1, to: at + 1 } });
  }
  return result;
}
