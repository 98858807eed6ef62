import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the sentences of the sources are kept for translators: a translation lies beside it, named after its language. */
export const bundlePath = `${root}l10n/bundle.l10n.json`;

/** So many files are read as one: for each it compiles its grammar anew, and for a long one it takes long. */
const batchSize = 16;

/** Every sentence that the sources hand to `l10n.t`, as `l10n/bundle.l10n.json` has to hold them. */
export async function l10nBundle(): Promise<string> {
  const files = (await readdir(`${root}src`, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(`${root}src/${file}`, 'utf8')));
  const speaking = sources.filter((source) => source.includes('l10n'));
  const batches: { extension: string; contents: string }[] = [];
  for (let at = 0; at < speaking.length; at += batchSize)
    batches.push({ extension: '.ts', contents: speaking.slice(at, at + batchSize).join('\n') });
  const sentences = Object.entries(await getL10nJson(batches)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sentences), undefined, 2)}\n`;
}

if (import.meta.main) await writeFile(bundlePath, await l10nBundle());
