import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { before, test } from 'node:test';
import { listFiles } from '@vscode/vsce';
import { packageVsix } from '../../scripts/package.ts';

const root = new URL('../../', import.meta.url).pathname;
const hash = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
const kilobytes = async (file: string) => (await stat(file)).size / 1024;
let vsix: string;

before(async () => {
  vsix = await packageVsix();
});

test('the same sources give the same package', async () => {
  const first = await hash(vsix);
  assert.equal(await hash(await packageVsix()), first);
});

// The first milestone kept to 500, and everything together has 1,000; formulas and the colours of code took 100 of them.
test('the package is at most 700 KB', async () => {
  assert.ok((await kilobytes(vsix)) <= 700);
});

/** Which other parts a part reads at once, and which when they are first needed. */
async function partsReadBy(
  file: string,
): Promise<{ readonly atOnce: readonly string[]; readonly later: readonly string[] }> {
  const code = await readFile(`${root}dist/${file}`, 'utf8');
  const named = (pattern: RegExp) => [...code.matchAll(pattern)].flatMap(([, part]) => part ?? []);
  const later = named(/\.then\(\(\)=>(?:[\w$]+\()?require\("\.\/(part-\w+\.js)"\)/g);
  return { atOnce: named(/require\("\.\/(part-\w+\.js)"\)/g).filter((part) => !later.includes(part)), later };
}

/** Kilobytes of a part and of all that it reads at once. */
async function readAtOnce(file: string): Promise<number> {
  const seen = new Set<string>();
  const collect = async (part: string): Promise<void> => {
    if (seen.has(part)) return;
    seen.add(part);
    await Promise.all((await partsReadBy(part)).atOnce.map(collect));
  };
  await collect(file);
  const sizes = await Promise.all([...seen].map((part) => kilobytes(`${root}dist/${part}`)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('what activation reads is next to nothing', async () => {
  assert.ok((await readAtOnce('extension.js')) <= 4);
});

// The lightbulb is asked wherever the cursor goes, also by who never asks Parley anything.
test('what a first question reads is at most 250 KB, and what the lightbulb reads 4 KB', async () => {
  const { later } = await partsReadBy('extension.js');
  const sizes = (await Promise.all(later.map(readAtOnce))).toSorted((a, b) => a - b);
  const [lightbulb = 0, question = 0, ...others] = sizes;
  assert.deepEqual(others, []);
  assert.ok(lightbulb > 0 && lightbulb <= 4, `${lightbulb} KB`);
  assert.ok(question > 100 && question <= 250, `${question} KB`);
});

// What a part exports stands at its end, so one that is read halfway would seem to export nothing.
test('no part of the host reads itself through others', async () => {
  const files = (await readdir(`${root}dist`)).filter((file) => /^(?:extension|part-\w+)\.js$/.test(file));
  const left = new Map<string, readonly string[]>();
  for (const file of files) left.set(file, (await partsReadBy(file)).atOnce);
  for (let before = Infinity; left.size < before;) {
    before = left.size;
    for (const [file, reads] of left) if (!reads.some((part) => left.has(part))) left.delete(file);
  }
  assert.deepEqual([...left.keys()], []);
});

// Nothing in it can be read later, so it grows with everything that is added, where the Node host's limit above stands.
test('what the web host reads, which is one file for everything, is at most 650 KB', async () => {
  assert.ok((await kilobytes(`${root}dist/web.js`)) <= 650);
});

/** What a file of the panel imports, and with that reads at once. */
async function importsOf(file: string): Promise<readonly string[]> {
  const code = await readFile(`${root}dist/webview/${file}`, 'utf8');
  return [...code.matchAll(/(?:from|import)"\.\/(part-\w+\.js)"/g)].flatMap(([, part]) => part ?? []);
}

test('the panel reads at most 160 KB before its first paint, and none of the highlighter', async () => {
  const parts = ['webview.js', ...(await importsOf('webview.js'))];
  assert.deepEqual(
    (await Promise.all(parts.map(importsOf))).flat().filter((part) => !parts.includes(part)),
    [],
  );
  const sizes = await Promise.all(parts.map((part) => kilobytes(`${root}dist/webview/${part}`)));
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 160);
  const codes = await Promise.all(parts.map((part) => readFile(`${root}dist/webview/${part}`, 'utf8')));
  assert.ok(codes.every((code) => !code.includes('asciiWordBoundaries')));
});

test('the package holds what the extension needs and nothing else', async () => {
  const files = await listFiles({ cwd: root, packagedDependencies: [] });
  assert.deepEqual(
    files.filter(
      (file) =>
        !/^(package(\.nls)?\.json|l10n\/bundle\.l10n\.[\w-]+\.json|(README|CHANGELOG)\.md|LICENSE|media\/icon\.(png|svg)|dist\/.*)$/.test(
          file,
        ),
    ),
    [],
  );
});

test('no bundle runs text as code or loads code from elsewhere', async () => {
  const files = (await readdir(`${root}dist`, { recursive: true })).filter((file) => file.endsWith('.js'));
  assert.ok(files.length > 3);
  for (const file of files) {
    const code = await readFile(`${root}dist/${file}`, 'utf8');
    assert.doesNotMatch(code, /\beval\(|import\(["']https?:/, file);
  }
});
