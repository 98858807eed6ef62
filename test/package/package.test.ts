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
test('the package is at most 600 KB', async () => {
  assert.ok((await kilobytes(vsix)) <= 600);
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

test('what a first question reads is at most 250 KB', async () => {
  const [app, ...others] = (await partsReadBy('extension.js')).later;
  assert.ok(app !== undefined && others.length === 0);
  const size = await readAtOnce(app);
  assert.ok(size > 100 && size <= 250, `${size} KB`);
});

// Nothing in it can be read later, so it grows with everything that is added, where the Node host's limit above stands.
test('what the web host reads, which is one file for everything, is at most 450 KB', async () => {
  assert.ok((await kilobytes(`${root}dist/web.js`)) <= 450);
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
      (file) => !/^(package(\.nls)?\.json|(README|CHANGELOG)\.md|LICENSE|media\/icon\.(png|svg)|dist\/.*)$/.test(file),
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
