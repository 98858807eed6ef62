import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlProblem } from '../../../src/providers/connections.ts';
import { tidyAddress } from '../../../src/providers/tidyAddress.ts';

for (const [text, expected] of [
  ['https://ai.example.com/v1', 'https://ai.example.com/v1'],
  ['  https://ai.example.com/v1/ ', 'https://ai.example.com/v1'],
  ['https://ai.example.com/v1/chat/completions', 'https://ai.example.com/v1'],
  ['https://ai.example.com/v1/chat/completions/', 'https://ai.example.com/v1'],
  ['https://ai.example.com/v1/models', 'https://ai.example.com/v1'],
  ['https://ai.example.com/v1/v1', 'https://ai.example.com/v1'],
  ['https://ai.example.com/openai/v1/openai/v1/chat/completions', 'https://ai.example.com/openai/v1'],
  ['https://ai.example.com//v1', 'https://ai.example.com/v1'],
  ['https://ai.example.com/v1?key=secret#top', 'https://ai.example.com/v1'],
  ['ai.example.com/v1', 'https://ai.example.com/v1'],
  ['AI.example.com', 'https://ai.example.com'],
  ['localhost:8080/v1', 'http://localhost:8080/v1'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ['10.0.0.7:8000/v1', 'https://10.0.0.7:8000/v1'],
  ['"https://ai.example.com/v1"', 'https://ai.example.com/v1'],
  ['curl https://ai.example.com/v1/chat/completions -H "x: y"', 'https://ai.example.com/v1'],
] as const) {
  test(`${text} means ${expected}`, () => assert.equal(tidyAddress(text), expected));
}

// What cannot be made good is left for urlProblem to refuse, and is never made acceptable.
for (const text of [
  '',
  'no address at all',
  'ftp://ai.example.com',
  'http://ai.example.com/v1',
  'https://user:secret@ai.example.com/v1',
  'javascript:alert(1)',
  'file:///etc/passwd',
]) {
  test(`${text === '' ? 'nothing' : text} stays unacceptable`, () =>
    assert.notEqual(urlProblem(tidyAddress(text)), undefined));
}
