import { swapped, type ApplyCase } from './applyCase.ts';
import { cart, handlers, manifest, pipeline, readme, server, shapes, styles } from './files.ts';

const sumChanged = swapped(cart, ['    sum += item.price;\n', '    sum += item.price * 2;\n']);
const sumHunk = '   for (const item of items) {\n-    sum += item.price;\n+    sum += item.price * 2;\n   }\n';
const head = '--- a/src/cart.ts\n+++ b/src/cart.ts\n';
const notFound = '     return response.status(404).end();\n';
const limited = (path: string) =>
  swapped(handlers, [
    `  const rows = await db.all('${path}');\n  if (!rows) {\n    return response.status(404).end();`,
    `  const rows = await db.all('${path}');\n  if (!rows) {\n    return response.status(410).end();`,
  ]);
const gone =
  '   if (!rows) {\n-    return response.status(404).end();\n+    return response.status(410).end();\n   }\n';

/** Unified diffs, as git would make them and as models do. */
export const diffCases: readonly ApplyCase[] = [
  { name: 'right in all', file: cart, block: `${head}@@ -14,3 +14,3 @@\n${sumHunk}`, result: sumChanged },
  { name: 'wrong counts', file: cart, block: `${head}@@ -14,9 +14,2 @@\n${sumHunk}`, result: sumChanged },
  {
    name: 'line numbers of another file',
    file: cart,
    block: `${head}@@ -400,3 +400,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  { name: 'no numbers at all', file: cart, block: `${head}@@ @@\n${sumHunk}`, result: sumChanged },
  { name: 'two at signs alone', file: cart, block: `${head}@@\n${sumHunk}`, result: sumChanged },
  { name: 'dots between at signs', file: cart, block: `${head}@@ ... @@\n${sumHunk}`, result: sumChanged },
  { name: 'no hunk header', file: cart, language: 'diff', block: `${head}${sumHunk}`, result: sumChanged },
  { name: 'no file header', file: cart, language: 'diff', block: `@@ -14,3 +14,3 @@\n${sumHunk}`, result: sumChanged },
  {
    name: 'nothing but signs, in a block called diff',
    file: cart,
    language: 'diff',
    block: sumHunk,
    result: sumChanged,
  },
  {
    name: 'git headers',
    file: cart,
    block: `diff --git a/src/cart.ts b/src/cart.ts\nindex 83db48f..bf2a6c1 100644\n${head}@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  {
    name: 'paths without a/ and b/',
    file: cart,
    block: `--- src/cart.ts\n+++ src/cart.ts\n@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  {
    name: 'a path from further up',
    file: cart,
    block: `--- a/packages/shop/src/cart.ts\n+++ b/packages/shop/src/cart.ts\n@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  {
    name: 'only the name of the file',
    file: cart,
    block: `--- cart.ts\n+++ cart.ts\n@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  {
    name: 'time stamps behind the paths',
    file: cart,
    block: `--- src/cart.ts\t2026-01-01 10:00:00\n+++ src/cart.ts\t2026-01-02 10:00:00\n@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: sumChanged,
  },
  {
    name: 'context without the space before it',
    file: cart,
    block: `${head}@@ -13,4 +13,4 @@\n  let sum = 0;\n  for (const item of items) {\n-    sum += item.price;\n+    sum += item.price * 2;\n  }\n`,
    result: sumChanged,
  },
  {
    name: 'the line before the change has another name',
    file: cart,
    block: `${head}@@ -12,6 +12,6 @@\n export function total(items: Item[]): number {\n   let total = 0;\n   for (const item of items) {\n-    sum += item.price;\n+    sum += item.price * 2;\n   }\n   return sum;\n`,
    result: sumChanged,
  },
  {
    name: 'a context line that the file does not have',
    file: cart,
    block: `${head}@@ -12,6 +12,6 @@\n export function total(items: Item[]): number {\n   let sum = 0;\n   // add them up\n   for (const item of items) {\n-    sum += item.price;\n+    sum += item.price * 2;\n   }\n   return sum;\n`,
    result: sumChanged,
  },
  {
    name: 'a context line left out',
    file: cart,
    block: `${head}@@ -12,6 +12,6 @@\n export function total(items: Item[]): number {\n   for (const item of items) {\n-    sum += item.price;\n+    sum += item.price * 2;\n   }\n   return sum;\n }\n`,
    result: sumChanged,
  },
  {
    name: 'the removed line is another one',
    file: cart,
    block: `${head}@@ -14,3 +14,3 @@\n   for (const item of items) {\n-    sum += item.amount * item.count;\n+    sum += item.price * 2;\n   }\n   return sum;\n`,
    result: { reason: 'not-found', lines: [14] },
  },
  {
    name: 'lines of nowhere',
    file: cart,
    block: `${head}@@ -3,2 +3,2 @@\n-const colour = pick(palette);\n+const colour = first(palette);\n`,
    result: { reason: 'not-found' },
  },
  {
    name: 'only added lines, with the numbers of git',
    file: cart,
    block: `${head}@@ -9,0 +10,1 @@\n+const most = 5;\n`,
    result: { reason: 'not-found', lines: [9] },
  },
  {
    name: 'an added line after context',
    file: cart,
    block: `${head}@@ -9,1 +9,2 @@\n const limit = 100;\n+const most = 5;\n`,
    result: swapped(cart, ['const limit = 100;\n', 'const limit = 100;\nconst most = 5;\n']),
  },
  {
    name: 'an added line before context',
    file: cart,
    block: `${head}@@ -9,1 +9,2 @@\n+const most = 5;\n const limit = 100;\n`,
    result: swapped(cart, ['const limit = 100;\n', 'const most = 5;\nconst limit = 100;\n']),
  },
  {
    name: 'an added line between lines with a blank one between them',
    file: cart,
    block: `${head}@@ -7,3 +7,4 @@\n }\n \n+const most = 5;\n const limit = 100;\n`,
    result: swapped(cart, ['const limit = 100;\n', 'const most = 5;\nconst limit = 100;\n']),
  },
  {
    name: 'the blank context line has lost its space',
    file: cart,
    block: `${head}@@ -7,3 +7,4 @@\n   price: number;\n }\n\n+const most = 5;\n const limit = 100;\n`,
    result: swapped(cart, ['const limit = 100;\n', 'const most = 5;\nconst limit = 100;\n']),
  },
  {
    name: 'several hunks',
    file: cart,
    block: `${head}@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n@@ -36,3 +36,3 @@\n   clear(): void {\n-    this.items = [];\n+    this.items.length = 0;\n   }\n`,
    result: swapped(
      cart,
      ['const limit = 100;', 'const limit = 10;'],
      ['    this.items = [];', '    this.items.length = 0;'],
    ),
  },
  {
    name: 'several hunks in the wrong order',
    file: cart,
    block: `${head}@@ -36,3 +36,3 @@\n   clear(): void {\n-    this.items = [];\n+    this.items.length = 0;\n   }\n@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n`,
    result: swapped(
      cart,
      ['const limit = 100;', 'const limit = 10;'],
      ['    this.items = [];', '    this.items.length = 0;'],
    ),
  },
  {
    name: 'one of several hunks has no place, so none is written',
    file: cart,
    block: `${head}@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n@@ -36,3 +36,3 @@\n-  reset(everything: boolean): void {\n+  reset(): void {\n`,
    result: { reason: 'not-found' },
  },
  {
    name: 'two hunks that change one line',
    file: cart,
    block: `${head}@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n@@ -9 +9 @@\n-const limit = 100;\n+const limit = 20;\n`,
    result: { reason: 'overlap', lines: [9] },
  },
  {
    name: 'hunks that share a line of context',
    file: cart,
    block: `${head}@@ -13,2 +13,2 @@\n-  let sum = 0;\n+  let sum = 1;\n   for (const item of items) {\n@@ -14,2 +14,2 @@\n   for (const item of items) {\n-    sum += item.price;\n+    sum -= item.price;\n`,
    result: swapped(cart, ['let sum = 0;', 'let sum = 1;'], ['sum += item.price;', 'sum -= item.price;']),
  },
  {
    name: 'dots in place of the lines between two changes',
    file: cart,
    language: 'diff',
    block: `-const limit = 100;\n+const limit = 10;\n ...\n   clear(): void {\n-    this.items = [];\n+    this.items.length = 0;\n`,
    result: swapped(
      cart,
      ['const limit = 100;', 'const limit = 10;'],
      ['    this.items = [];', '    this.items.length = 0;'],
    ),
  },
  {
    name: 'applied already',
    file: sumChanged,
    block: `${head}@@ -14,3 +14,3 @@\n${sumHunk}`,
    result: { reason: 'unchanged' },
  },
  {
    name: 'an addition that is there already',
    file: cart,
    block: `${head}@@ -8,2 +8,3 @@\n \n const limit = 100;\n+\n+/** The sum of all prices. */\n export function total(items: Item[]): number {\n`,
    result: { reason: 'unchanged' },
  },
  {
    name: 'the same thrice, and no hint',
    file: handlers,
    path: 'app.js',
    block: `@@ @@\n${gone}`,
    result: { reason: 'ambiguous', lines: [3, 11, 19] },
  },
  {
    name: 'the same thrice, and the header knows',
    file: handlers,
    path: 'app.js',
    block: `@@ -11,3 +11,3 @@\n${gone}`,
    result: limited('orders'),
  },
  {
    name: 'the same thrice, and the header is off by two',
    file: handlers,
    path: 'app.js',
    block: `@@ -21,3 +21,3 @@\n${gone}`,
    result: limited('items'),
  },
  {
    name: 'the same thrice, and a header whose counts are not those of its lines',
    file: handlers,
    path: 'app.js',
    block: `@@ -11,7 +11,9 @@\n${gone}`,
    result: { reason: 'ambiguous', lines: [3, 11, 19] },
  },
  {
    name: 'alike twice, and the header names the one that is less alike',
    file: handlers,
    path: 'app.js',
    block:
      "@@ -2,4 +2,4 @@\n   let rows = await db.all('orders');\n   if (!rows) {\n-    return response.status(404).end();\n+    return response.status(410).end();\n   }\n",
    result: { reason: 'ambiguous' },
  },
  {
    name: 'the same thrice, and the header is between two',
    file: handlers,
    path: 'app.js',
    block: `@@ -15,3 +15,3 @@\n${gone}`,
    result: { reason: 'ambiguous', lines: [3, 11, 19] },
  },
  {
    name: 'the same thrice, and the selection knows',
    file: handlers,
    path: 'app.js',
    hint: { selection: { start: 16, count: 8 } },
    block: `@@ @@\n${gone}`,
    result: limited('items'),
  },
  {
    name: 'the same thrice, and the selection has two of them',
    file: handlers,
    path: 'app.js',
    hint: { selection: { start: 0, count: 14 } },
    block: `@@ @@\n${gone}`,
    result: { reason: 'ambiguous', lines: [3, 11, 19] },
  },
  {
    name: 'the same thrice, and the header names what it is in',
    file: handlers,
    path: 'app.js',
    block: `@@ -1,3 +1,3 @@ app.get('/orders', async\n${gone}`,
    result: limited('orders'),
  },
  {
    name: 'the same thrice, and one more line of context tells',
    file: handlers,
    path: 'app.js',
    block: `@@ @@\n   const rows = await db.all('items');\n${gone}`,
    result: limited('items'),
  },
  {
    name: 'only a bracket for context',
    file: handlers,
    path: 'app.js',
    block: `@@ @@\n ${notFound.trim()}\n }\n+// done\n`,
    result: { reason: 'ambiguous' },
  },
  {
    name: 'Python, in a method that two classes have',
    file: shapes,
    path: 'shapes.py',
    block:
      '@@ class Square:\n     def grow(self, by):\n-        self.side += by\n+        self.side *= by\n         return self\n',
    result: swapped(shapes, ['self.side += by', 'self.side *= by']),
  },
  {
    name: 'Python, the section of a patch tells the class',
    file: shapes,
    path: 'shapes.py',
    block:
      '*** Begin Patch\n*** Update File: shapes.py\n@@ class Square:\n         return self\n+\n+    def shrink(self, by):\n+        return self.grow(-by)\n*** End Patch\n',
    result: swapped(shapes, [
      '        self.side += by\n        return self\n',
      '        self.side += by\n        return self\n\n    def shrink(self, by):\n        return self.grow(-by)\n',
    ]),
  },
  {
    name: 'a patch without numbers',
    file: cart,
    block: `*** Begin Patch\n*** Update File: src/cart.ts\n@@\n${sumHunk}*** End Patch`,
    result: sumChanged,
  },
  {
    name: 'a patch that names a function',
    file: cart,
    block: `*** Begin Patch\n*** Update File: src/cart.ts\n@@ export function total(items: Item[]): number {\n${sumHunk}*** End Patch`,
    result: sumChanged,
  },
  {
    name: 'Go with tabs that became spaces',
    file: server,
    path: 'main.go',
    block:
      '@@ -18,4 +18,4 @@\n     if r.URL.Path == "/health" {\n-        fmt.Fprintln(w, "ok")\n+        fmt.Fprintln(w, "fine")\n+        log()\n         return\n     }\n',
    result: swapped(server, ['\t\tfmt.Fprintln(w, "ok")\n', '\t\tfmt.Fprintln(w, "fine")\n\t\tlog()\n']),
  },
  {
    name: 'added lines that are deeper than any context',
    file: server,
    path: 'main.go',
    block: '@@ @@\n     s.hits++\n+    if s.hits > 9 {\n+        panic("busy")\n+    }\n',
    result: swapped(server, ['\ts.hits++\n', '\ts.hits++\n\tif s.hits > 9 {\n\t\tpanic("busy")\n\t}\n']),
  },
  {
    name: 'four spaces where the file has two',
    file: cart,
    block:
      '@@ @@\n     for (const item of items) {\n-        sum += item.price;\n+        if (item.price > 0) {\n+            sum += item.price;\n+        }\n     }\n',
    result: swapped(cart, ['    sum += item.price;\n', '    if (item.price > 0) {\n      sum += item.price;\n    }\n']),
  },
  {
    name: 'JSON',
    file: manifest,
    path: 'package.json',
    block: '@@ -2,3 +2,3 @@\n   "name": "demo",\n-  "version": "1.0.0",\n+  "version": "1.1.0",\n   "scripts": {\n',
    result: swapped(manifest, ['1.0.0', '1.1.0']),
  },
  {
    name: 'YAML, a line that two jobs have',
    file: pipeline,
    path: 'ci.yml',
    block: '@@ @@\n       - uses: actions/checkout@v4\n+      - uses: actions/setup-node@v4\n',
    result: { reason: 'ambiguous', lines: [7, 13] },
  },
  {
    name: 'YAML, with the line after it',
    file: pipeline,
    path: 'ci.yml',
    block:
      '@@ @@\n       - uses: actions/checkout@v4\n+      - uses: actions/setup-node@v4\n       - run: npm run lint\n',
    result: swapped(pipeline, [
      '      - run: npm run lint',
      '      - uses: actions/setup-node@v4\n      - run: npm run lint',
    ]),
  },
  {
    name: 'Markdown, where a list begins with a minus',
    file: readme,
    path: 'README.md',
    block: '@@ -11,3 +11,4 @@\n ## Use\n \n-Run `demo` in a folder.\n+- Run `demo`\n+- in a folder.\n',
    result: swapped(readme, ['Run `demo` in a folder.', '- Run `demo`\n- in a folder.']),
  },
  {
    name: 'CSS',
    file: styles,
    path: 'a.css',
    block: '@@ -10,3 +10,3 @@\n .button:hover {\n-  opacity: 0.8;\n+  opacity: 0.9;\n }\n',
    result: swapped(styles, ['0.8', '0.9']),
  },
  {
    name: 'removal alone',
    file: shapes,
    path: 'shapes.py',
    block: '@@ -4,2 +4,1 @@\n-# All lengths are in metres.\n SCALE = 1.0\n',
    result: swapped(shapes, ['# All lengths are in metres.\n', '']),
  },
  {
    name: 'the end of the file',
    file: shapes,
    path: 'shapes.py',
    block: '@@ -43,2 +43,3 @@\n if __name__ == "__main__":\n     main()\n+    print("done")\n',
    result: `${shapes}    print("done")\n`,
  },
  {
    name: 'a note about the last line end',
    file: 'a\nb',
    path: 'a.txt',
    block: '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
    result: 'a\nc',
  },
  {
    name: 'nothing changed in it',
    file: cart,
    block: `${head}@@ -9 +9 @@\n-const limit = 100;\n+const limit = 100;\n`,
    result: { reason: 'unchanged' },
  },
];
