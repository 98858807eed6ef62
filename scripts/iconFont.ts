import { readFile } from 'node:fs/promises';

const folder = new URL('../node_modules/@vscode/codicons/dist/', import.meta.url);

/** A font and its style sheet, as they come with the icons. */
export interface Icons {
  readonly font: Uint8Array;
  readonly styles: string;
}

const rule = /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]{4,5})" \}$/;

/**
 * The icons that `code` names and no others: a quarter of the size. A name counts wherever it opens a text in quotes or
 * stands behind `codicon-`, so a few too many stay.
 */
export function iconsUsedBy(code: string, { font, styles }: Icons): Icons {
  const named = code.matchAll(/["'`]([a-z][\w-]*)(?=["'`\s])|codicon-([\w-]+)/g);
  const words = new Set(Array.from(named, ([, quoted, prefixed]) => quoted ?? prefixed));
  const points = new Set<number>();
  const kept = styles.split('\n').filter((line) => {
    const [, name, point = ''] = rule.exec(line) ?? [];
    if (name !== undefined && words.has(name)) points.add(Number.parseInt(point, 16));
    return name === undefined || words.has(name);
  });
  return { font: withGlyphsOf(points, font), styles: kept.join('\n') };
}

/** The style sheet and the font of the icons that these texts name. */
export async function iconFiles(texts: readonly string[]): Promise<{ readonly css: string; readonly ttf: Buffer }> {
  const [styles, font] = await Promise.all([
    readFile(new URL('codicon.css', folder), 'utf8'),
    readFile(new URL('codicon.ttf', folder)),
  ]);
  const used = iconsUsedBy(texts.join('\n'), { font, styles });
  return { css: used.styles, ttf: Buffer.from(used.font) };
}

/** The same font with empty outlines for all other characters: every other table holds as it is. */
function withGlyphsOf(points: ReadonlySet<number>, font: Uint8Array): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = tablesOf(view);
  const isShort = view.getUint16(tables.start('head') + 50) === 0;
  const count = view.getUint16(tables.start('maxp') + 4);
  const offsetOf = (glyph: number) =>
    isShort ? view.getUint16(tables.start('loca') + glyph * 2) * 2 : view.getUint32(tables.start('loca') + glyph * 4);
  const used = glyphsOf(points, view, tables.start('cmap'));
  // The first stands for characters that are missing.
  used.add(0);
  const result = new Uint8Array(font);
  const glyphs = new DataView(result.buffer);
  let end = 0;
  for (let glyph = 0; glyph <= count; glyph += 1) {
    const [from, to] = glyph === count ? [0, 0] : [offsetOf(glyph), offsetOf(glyph + 1)];
    if (isShort) glyphs.setUint16(tables.start('loca') + glyph * 2, end / 2);
    else glyphs.setUint32(tables.start('loca') + glyph * 4, end);
    if (!used.has(glyph) || from === to) continue;
    if (view.getInt16(tables.start('glyf') + from) < 0) throw new Error('This font has glyphs made of others.');
    result.set(font.subarray(tables.start('glyf') + from, tables.start('glyf') + to), tables.start('glyf') + end);
    end += to - from;
  }
  // Nothing points there any more; zeros take no room in the package.
  result.fill(0, tables.start('glyf') + end, tables.start('glyf') + tables.length('glyf'));
  return result;
}

function tablesOf(view: DataView): { start(tag: string): number; length(tag: string): number } {
  const found = new Map<string, { start: number; length: number }>();
  for (let table = 0; table < view.getUint16(4); table += 1) {
    const at = 12 + table * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
    found.set(tag, { start: view.getUint32(at + 8), length: view.getUint32(at + 12) });
  }
  const of = (tag: string) => {
    const table = found.get(tag);
    if (table === undefined) throw new Error(`The font has no table “${tag}”.`);
    return table;
  };
  return { start: (tag) => of(tag).start, length: (tag) => of(tag).length };
}

/** Glyphs of characters, by the table of format 4 (https://learn.microsoft.com/typography/opentype/spec/cmap). */
function glyphsOf(points: ReadonlySet<number>, view: DataView, cmap: number): Set<number> {
  const starts = Array.from({ length: view.getUint16(cmap + 2) }, (_, at) => cmap + view.getUint32(cmap + 8 + at * 8));
  const table = starts.find((start) => view.getUint16(start) === 4);
  if (table === undefined) throw new Error('The font has no table of characters that is understood.');
  const size = view.getUint16(table + 6);
  const glyphs = new Set<number>();
  for (let at = 0; at < size; at += 2) {
    const last = view.getUint16(table + 14 + at);
    const first = view.getUint16(table + 16 + size + at);
    const delta = view.getUint16(table + 16 + size * 2 + at);
    const rangeAt = table + 16 + size * 3 + at;
    const range = view.getUint16(rangeAt);
    for (const point of points) {
      if (point < first || point > last) continue;
      const listed = range === 0 ? point : view.getUint16(rangeAt + range + (point - first) * 2);
      glyphs.add((listed + delta) & 0xffff);
    }
  }
  return glyphs;
}
