import { swapped, type ApplyCase } from './applyCase.ts';
import { cart, manifest, pipeline, readme, shapes, styles } from './files.ts';

const limited = swapped(cart, ['const limit = 100;', 'const limit = 10;']);
const withoutLoad = cart.replace(/export async function load[\s\S]*?\n\}\n\n/, '');

/** Whole files, new ones, and what is not for this file at all. */
export const fileCases: readonly ApplyCase[] = [
  { name: 'the whole file with one change', file: cart, block: limited, result: limited },
  { name: 'the whole file as it is', file: cart, block: cart, result: { reason: 'unchanged' } },
  { name: 'the whole file without the last line end', file: cart, block: limited.trimEnd(), result: limited },
  {
    name: 'the whole file with one more function',
    file: cart,
    block: limited.replace('export class', 'export function none(): number {\n  return 0;\n}\n\nexport class'),
    result: limited.replace('export class', 'export function none(): number {\n  return 0;\n}\n\nexport class'),
  },
  {
    name: 'the whole file with one import fewer',
    file: cart,
    block: cart.replace("import { rates } from './rates';\n", ''),
    result: cart.replace("import { rates } from './rates';\n", ''),
  },
  {
    name: 'the whole file with a function fewer',
    file: cart,
    block: withoutLoad,
    result: { reason: 'loses', lines: [20] },
  },
  {
    name: 'the whole file, cut off',
    file: cart,
    block: limited.slice(0, limited.indexOf('this.items.push')),
    result: { reason: 'loses' },
  },
  {
    name: 'the whole file in Python',
    file: shapes,
    path: 'shapes.py',
    block: shapes.replace('1.0', '2.0').replace('** 2', '* self.radius'),
    result: shapes.replace('1.0', '2.0').replace('** 2', '* self.radius'),
  },
  {
    name: 'the whole file in JSON',
    file: manifest,
    path: 'package.json',
    block: manifest.replace('1.0.0', '1.0.1'),
    result: manifest.replace('1.0.0', '1.0.1'),
  },
  {
    name: 'the whole file in JSON with one more dependency',
    file: manifest,
    path: 'package.json',
    block: manifest.replace('"3.0.0"', '"3.0.0",\n    "marked": "1.0.0"'),
    result: manifest.replace('"3.0.0"', '"3.0.0",\n    "marked": "1.0.0"'),
  },
  {
    name: 'the whole file in YAML',
    file: pipeline,
    path: 'ci.yml',
    block: pipeline.replace('[push]', '[push, pull_request]'),
    result: pipeline.replace('[push]', '[push, pull_request]'),
  },
  {
    name: 'the whole file in CSS',
    file: styles,
    path: 'a.css',
    block: styles.replace('#06c', '#08f'),
    result: styles.replace('#06c', '#08f'),
  },
  {
    name: 'the whole file in Markdown',
    file: readme,
    path: 'README.md',
    block: readme.replace('small', 'tiny'),
    result: readme.replace('small', 'tiny'),
  },
  {
    name: 'a script of statements',
    file: 'a();\nb();\nc();\nd();\n',
    path: 'a.js',
    block: 'a();\nb2();\nc();\nd();',
    result: 'a();\nb2();\nc();\nd();\n',
  },
  { name: 'a new file', path: 'src/new.ts', block: 'export const x = 1;\n', result: 'export const x = 1;\n' },
  {
    name: 'two files of the same name in other folders',
    path: 'cart.ts',
    file: cart,
    block:
      '--- a/one/cart.ts\n+++ b/one/cart.ts\n@@ @@\n-const limit = 100;\n+const limit = 10;\n--- a/two/cart.ts\n+++ b/two/cart.ts\n@@ @@\n   clear(): void {\n-    this.items = [];\n+    this.items.length = 0;\n',
    result: { reason: 'other-files' },
  },
  {
    name: 'the file itself and one of the same name',
    path: 'cart.ts',
    file: cart,
    block:
      '--- a/one/cart.ts\n+++ b/one/cart.ts\n@@ @@\n-const limit = 100;\n+const limit = 10;\n--- a/cart.ts\n+++ b/cart.ts\n@@ @@\n   clear(): void {\n-    this.items = [];\n+    this.items.length = 0;\n',
    result: swapped(cart, ['    this.items = [];', '    this.items.length = 0;']),
  },
  {
    name: 'a new file that names itself in its first line',
    path: 'src/new.ts',
    block: '// src/new.ts\nexport const x = 1;',
    result: 'export const x = 1;\n',
  },
  {
    name: 'a file with nothing but blank lines',
    file: '\n\n',
    path: 'src/new.ts',
    block: 'export const x = 1;',
    result: 'export const x = 1;\n',
  },
  {
    name: 'a new file as a diff',
    path: 'src/new.ts',
    block: '--- /dev/null\n+++ b/src/new.ts\n@@ -0,0 +1,2 @@\n+export const x = 1;\n+export const y = 2;\n',
    result: 'export const x = 1;\nexport const y = 2;\n',
  },
  {
    name: 'a new file as git tells it',
    path: 'src/new.ts',
    block:
      'diff --git a/src/new.ts b/src/new.ts\nnew file mode 100644\nindex 0000000..d95f3ad\n--- /dev/null\n+++ b/src/new.ts\n@@ -0,0 +1 @@\n+export const x = 1;\n',
    result: 'export const x = 1;\n',
  },
  {
    name: 'a new file as a patch',
    path: 'src/new.ts',
    block: '*** Begin Patch\n*** Add File: src/new.ts\n+export const x = 1;\n*** End Patch',
    result: 'export const x = 1;\n',
  },
  {
    name: 'a new file that is there',
    file: cart,
    block: '--- /dev/null\n+++ b/src/cart.ts\n@@ -0,0 +1 @@\n+export const x = 1;\n',
    result: { reason: 'exists', lines: [1] },
  },
  { name: 'a diff of a file that is not there', block: '@@ -1 +1 @@\n-a\n+b\n', result: { reason: 'missing' } },
  {
    name: 'a deletion',
    file: cart,
    block: '--- a/src/cart.ts\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-const limit = 100;\n',
    result: { reason: 'deletes' },
  },
  {
    name: 'a deletion as git tells it',
    file: cart,
    block: 'diff --git a/src/cart.ts b/src/cart.ts\ndeleted file mode 100644\n',
    result: { reason: 'deletes' },
  },
  {
    name: 'a deletion as a patch',
    file: cart,
    block: '*** Begin Patch\n*** Delete File: src/cart.ts\n*** End Patch',
    result: { reason: 'deletes' },
  },
  {
    name: 'a renaming as git tells it',
    file: cart,
    path: 'src/basket.ts',
    block:
      'diff --git a/src/cart.ts b/src/basket.ts\nsimilarity index 98%\nrename from src/cart.ts\nrename to src/basket.ts\n',
    result: { reason: 'renames' },
  },
  {
    name: 'a diff of another file',
    file: cart,
    block: '--- a/src/other.ts\n+++ b/src/other.ts\n@@ -1 +1 @@\n-const limit = 100;\n+const limit = 10;\n',
    result: { reason: 'other-files' },
  },
  {
    name: 'a diff of several files, of which this is one',
    file: cart,
    block:
      '--- a/src/other.ts\n+++ b/src/other.ts\n@@ -1 +1 @@\n-a\n+b\n--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n',
    result: limited,
  },
  {
    name: 'a file of the same name in another folder',
    file: cart,
    block: '--- a/test/cart.ts\n+++ b/test/cart.ts\n@@ -9 +9 @@\n-const limit = 100;\n+const limit = 10;\n',
    result: { reason: 'other-files' },
  },
  { name: 'a fence around the whole', file: cart, block: `\`\`\`ts\n${limited}\`\`\``, result: limited },
  {
    name: 'a Markdown file with fences at both ends',
    file: '```sh\na\n```\n\ntext\n\n```sh\nb\n```\n',
    path: 'a.md',
    block: '```sh\na\n```\n\nmore text\n\n```sh\nb\n```',
    result: '```sh\na\n```\n\nmore text\n\n```sh\nb\n```\n',
  },
  {
    name: 'the marks of a merge',
    file: cart,
    block: '<<<<<<< HEAD\nconst limit = 100;\n=======\nconst limit = 10;\n>>>>>>> feature\n',
    result: { reason: 'conflict' },
  },
  { name: 'nothing at all', file: cart, block: '', result: { reason: 'nothing' } },
  { name: 'blank lines', file: cart, block: '\n  \n', result: { reason: 'nothing' } },
  {
    name: 'a command for the shell',
    file: cart,
    language: 'sh',
    block: 'npm install lit\nnpm test',
    result: { reason: 'not-found' },
  },
  { name: 'what the program prints', file: cart, block: 'total: 300\nsize: 3', result: { reason: 'not-found' } },
  {
    name: 'a stack trace about the file',
    file: cart,
    block: 'Error: full\n    at Cart.add (src/cart.ts:30:13)\n    at main (src/main.ts:4:8)',
    result: { reason: 'not-found' },
  },
];
