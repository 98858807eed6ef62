import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFence } from '../../../src/webview/fence.ts';

for (const [info, language, file] of [
  ['', '', undefined],
  ['ts', 'ts', undefined],
  [' c++ ', 'c++', undefined],
  ['objective-c', 'objective-c', undefined],
  ['ts src/a.ts', 'ts', 'src/a.ts'],
  ['ts:src/a.ts', 'ts', 'src/a.ts'],
  ['ts title="src/a b.ts"', 'ts', 'src/a b.ts'],
  ['ts title="src/a.ts" {1,3}', 'ts', 'src/a.ts'],
  ['js filename=a.js', 'js', 'a.js'],
  ['src/a.py', 'py', 'src/a.py'],
  ['12:15:src/a.rs', 'rs', 'src/a.rs'],
  ['Makefile', 'Makefile', undefined],
  ['make ./Makefile', 'make', './Makefile'],
  ['js {1,3}', 'js', undefined],
  ['js highlight=a.js', 'js', undefined],
  ['ts a\u202Est.exe', 'ts', undefined],
  ['ts https://evil.example/a.ts', 'ts', undefined],
  ['ts C:\\a.ts', 'ts', undefined],
  ['<b>', '', undefined],
  ['x'.repeat(60), 'x'.repeat(40), undefined],
] as const) {
  test(`reads “${info.slice(0, 40)}”`, () => {
    const fence = readFence(info);
    assert.deepEqual([fence.language, fence.file], [language, file]);
  });
}
