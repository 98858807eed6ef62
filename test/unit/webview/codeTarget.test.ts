import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeTarget, type CodeSigns } from '../../../src/webview/codeTarget.ts';

const cases: readonly (readonly [name: string, signs: Partial<CodeSigns>, target: string | undefined])[] = [
  ['nothing', {}, undefined],
  ['the fence', { file: 'src/a.ts', text: '// src/b.ts\n' }, 'src/a.ts'],
  ['a comment', { text: '// src/a.ts\nlet x;' }, 'src/a.ts'],
  ['a comment that says file', { text: '# File: src/a.py\nx = 1' }, 'src/a.py'],
  ['a comment in HTML', { text: '<!-- index.html -->\n<p>' }, 'index.html'],
  ['a comment in CSS', { text: '/* src/a.css */\n.a {}' }, 'src/a.css'],
  ['a comment that still grows', { text: '// src/a.t' }, undefined],
  ['a comment that says something', { text: '// see src/a.ts for more\nlet x;' }, undefined],
  ['a comment with an address', { text: '// https://example.com/a.ts\nlet x;' }, undefined],
  ['a diff', { text: '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n' }, 'src/a.ts'],
  ['a diff of a new file', { text: '--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1 @@\n' }, 'src/a.ts'],
  ['a diff of a file that goes', { text: '--- a/src/a.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n' }, 'src/a.ts'],
  [
    'a file that goes, as git tells it',
    { text: 'diff --git a/src/a.ts b/src/a.ts\ndeleted file mode 100644\n' },
    'src/a.ts',
  ],
  ['a new name', { text: 'diff --git a/src/a.ts b/src/b.ts\nrename from src/a.ts\nrename to src/b.ts\n' }, 'src/b.ts'],
  ['a search/replace block', { text: 'src/a.ts\n<<<<<<< SEARCH\na\n=======\n' }, 'src/a.ts'],
  ['a search/replace block in a fence of its own', { text: '**src/a.ts**\n```ts\n<<<<<<< SEARCH\na\n' }, 'src/a.ts'],
  ['a search/replace block without a name', { text: '<<<<<<< SEARCH\na.ts\n=======\n' }, undefined],
  ['a patch', { text: '*** Begin Patch\n*** Update File: src/a.ts\n' }, 'src/a.ts'],
  ['a heading', { before: '### src/a.ts' }, 'src/a.ts'],
  ['a heading with code in it', { before: '### `src/a.ts`' }, 'src/a.ts'],
  ['a bold name', { before: 'Here it is.\n\n**src/a.ts**' }, 'src/a.ts'],
  ['a bold name with a colon', { before: '**`src/a.ts`:**' }, 'src/a.ts'],
  ['a label', { before: 'File: `src/a.ts`' }, 'src/a.ts'],
  ['an item of a list', { before: '1. `src/a.ts`' }, 'src/a.ts'],
  ['a sentence that ends in a colon', { before: 'Change `src/a.ts` like this:' }, 'src/a.ts'],
  ['a sentence about two files', { before: 'Move it from `src/a.ts` to `src/b.ts`:' }, undefined],
  ['a sentence that goes on', { before: 'This is in `src/a.ts` since long.' }, undefined],
  ['a version number', { before: '**2.0.1**' }, undefined],
  ['a word', { before: '### Usage' }, undefined],
  ['what was asked about', { language: 'ts', attached: 'src/a.ts' }, 'src/a.ts'],
  ['what was asked about, by its long name', { language: 'typescript', attached: 'src/a.tsx' }, 'src/a.tsx'],
  ['what was asked about, and a diff', { language: 'diff', attached: 'src/a.ts' }, 'src/a.ts'],
  ['what was asked about, and a command', { language: 'bash', attached: 'src/a.ts' }, undefined],
  ['what was asked about, and no language', { attached: 'src/a.ts' }, undefined],
  ['text in another direction', { before: '**src/a\u202Est.exe**' }, undefined],
];

for (const [name, signs, target] of cases) {
  test(name, () => assert.equal(codeTarget({ language: '', text: '', ...signs }), target));
}
