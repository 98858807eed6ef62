import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiffFiles } from '../../../src/webview/diffFiles.ts';

const several = `diff --git a/src/a.ts b/src/a.ts
--- a/src/a.ts\t2026-01-01
+++ b/src/a.ts\t2026-01-01
@@ -1 +1 @@
-one
+two
--- a/src/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-gone
--- /dev/null
+++ b/src/my new.ts
@@ -0,0 +1 @@
+new
diff --git a/src/old.ts b/src/new.ts
rename from src/old.ts
rename to src/new.ts
`;
const files = ['src/a.ts', 'src/gone.ts', 'src/my new.ts', 'src/new.ts'];

const patch =
  '*** Begin Patch\n*** Update File: a.ts\n@@\n-x\n+y\n*** Add File: b.ts\n+z\n*** Delete File: c.ts\n*** End Patch\n';

const found = (text: string) => {
  const diff = new DiffFiles();
  diff.look(text);
  return diff.paths;
};

test('a diff names each of its files: changed, removed, made and renamed ones', () => {
  assert.deepEqual(found(several), files);
});

test('a patch names its files', () => {
  assert.deepEqual(found(patch), ['a.ts', 'b.ts', 'c.ts']);
});

test('however it comes, the same files are found', () => {
  for (const size of [1, 2, 7, 64]) {
    const diff = new DiffFiles();
    for (let end = size; end < several.length + size; end += size) diff.look(several.slice(0, end));
    assert.deepEqual(diff.paths, files, `in pieces of ${size}`);
  }
});

test('it is told when there are several, and when there are more', () => {
  const diff = new DiffFiles();
  const told = [...several.matchAll(/\n/g)].map(({ index }) => diff.look(several.slice(0, index + 1)));
  assert.equal(told.filter(Boolean).length, files.length - 1);
  assert.equal(diff.label, 'Apply to 4 files…');
  assert.ok(!new DiffFiles().look(several.slice(0, 100)), 'one is not several');
});
