import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOfDiff, isDiff, settledEnd } from '../../../src/webview/diffFiles.ts';

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

test('a diff names each of its files: changed, removed, made and renamed ones', () => {
  assert.deepEqual([...new Set(filesOfDiff(several))], files);
});

test('a patch names its files', () => {
  const patch =
    '*** Begin Patch\n*** Update File: a.ts\n@@\n-x\n+y\n*** Add File: b.ts\n+z\n*** Delete File: c.ts\n*** End Patch\n';
  assert.deepEqual(filesOfDiff(patch), ['a.ts', 'b.ts', 'c.ts']);
});

test('however it comes, the same files are found, and nothing is looked at twice', () => {
  for (const size of [1, 2, 7, 64]) {
    const found = new Set<string>();
    let [lookedAt, looked] = [0, 0];
    for (let end = size; lookedAt < several.length; end += size) {
      const rest = several.slice(lookedAt, end);
      const settled = settledEnd(rest);
      for (const file of filesOfDiff(rest.slice(0, settled))) found.add(file);
      lookedAt += settled;
      looked += settled;
    }
    assert.deepEqual([...found], files, `in pieces of ${size}`);
    assert.equal(looked, several.length);
  }
});

test('code is no diff for having lines like one', () => {
  assert.ok(isDiff('diff', '') && isDiff('', '--- a/a.ts\n') && isDiff('text', '*** Begin Patch\n'));
  assert.ok(!isDiff('ts', 'let a = 1;\n--- a\n') && !isDiff('c', '++ b;'));
});
