import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
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

test('the package is at most 500 KB', async () => {
  assert.ok((await kilobytes(vsix)) <= 500);
});

test('the host bundles are at most 250 KB each', async () => {
  for (const file of ['extension.js', 'app.js', 'web.js']) {
    assert.ok((await kilobytes(`${root}dist/${file}`)) <= 250, `${file}: ${await kilobytes(`${root}dist/${file}`)} KB`);
  }
});

test('what activation reads is next to nothing', async () => {
  assert.ok((await kilobytes(`${root}dist/extension.js`)) <= 4);
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
  for (const file of ['extension.js', 'app.js', 'web.js', 'webview/webview.js']) {
    const code = await readFile(`${root}dist/${file}`, 'utf8');
    assert.doesNotMatch(code, /\beval\(|import\(["']https?:/, file);
  }
});
