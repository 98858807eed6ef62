import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The shapes in which a key could leak: as it is, percent-encoded, in hex, and in base64 at each of its alignments. */
export function shapesOf(key: string): readonly string[] {
  // Of an encoding that begins inside a group of three bytes only the middle is certain.
  const aligned = [0, 1, 2].map((offset) =>
    Buffer.from('x'.repeat(offset) + key)
      .toString('base64')
      .slice(4, -4),
  );
  const hex = Buffer.from(key).toString('hex');
  const reversed = Array.from(key).toReversed().join('');
  return [key, encodeURIComponent(key), hex, reversed, ...aligned];
}

/** Where any shape of a key stands in these texts, by their names. */
export function tracesIn(key: string, texts: Readonly<Record<string, string>>): readonly string[] {
  const shapes = shapesOf(key);
  return Object.entries(texts)
    .filter(([, text]) => shapes.some((shape) => text.includes(shape)))
    .map(([name]) => name);
}

/** The files below a folder in which any shape of a key stands. */
export async function filesWith(key: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined && tracesIn(key, { path: bytes.toString('latin1') }).length > 0) found.push(path);
  }
  return found;
}
