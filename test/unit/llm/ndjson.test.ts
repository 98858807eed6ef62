import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import { ndjson } from '../../../src/llm/ndjson.ts';
import { bytesOf, chunkSizes, pieces } from './harness.ts';

async function framesOf(text: string, size: number): Promise<readonly string[]> {
  const cutter = ndjson();
  const frames: string[] = [];
  for await (const bytes of pieces(bytesOf(text), size)) frames.push(...cutter.push(bytes).map(({ data }) => data));
  return [...frames, ...cutter.end().map(({ data }) => data)];
}

for (const size of chunkSizes) {
  for (const [name, text, expected] of [
    ['a value each line', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['line ends of two characters, and blank lines', '\r\n{"a":1}\r\n\r\n \n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ['no line end after the last', '{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ['a value over several lines', '{\n  "a": [\n    1,\n    {}\n  ]\n}\n', ['{\n  "a": [\n    1,\n    {}\n  ]\n}']],
    ['two values on a line', '{"a":1}{"b":2}\n', ['{"a":1}', '{"b":2}']],
    [
      'brackets, quotes and line ends in strings',
      '{"a":"}\\"{\\\\","b":"\\n]"}\n[1]\n',
      ['{"a":"}\\"{\\\\","b":"\\n]"}', '[1]'],
    ],
    ['characters of several bytes', '{"a":"日本語 👩🏽‍💻"}\n', ['{"a":"日本語 👩🏽‍💻"}']],
    ['a byte order mark', '\uFEFF{"a":1}\n', ['{"a":1}']],
    ['text that is no JSON', 'don"t\n{"a":1}\n', ['don"t', '{"a":1}']],
    ['a value that breaks off in a string', '{"a":"b\n{"error":"c"}\n', ['{"a":"b', '{"error":"c"}']],
    ['half a value at the end', '{"a":1}\n{"b":', ['{"a":1}']],
    ['nothing', ' \n\n', []],
  ] as const) {
    test(`${name}, in chunks of ${size}`, async () => assert.deepEqual(await framesOf(text, size), expected));
  }
}

test('a line that grows past all bounds is refused before it fills the memory', () => {
  const cutter = ndjson();
  cutter.push(bytesOf('{"a":"'));
  const megabyte = new Uint8Array(1024 * 1024).fill(97);
  assert.throws(() => {
    for (let count = 0; count < 32; count++) cutter.push(megabyte);
  }, Failure);
});
