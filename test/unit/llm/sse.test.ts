import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import type { Frame } from '../../../src/llm/framing.ts';
import { sse } from '../../../src/llm/sse.ts';
import { bytesOf, chunkSizes } from './harness.ts';

function framesOf(bytes: Uint8Array, size: number): readonly Frame[] {
  const cutter = sse();
  const frames: Frame[] = [];
  for (let start = 0; start < bytes.length; start += size)
    frames.push(...cutter.push(bytes.subarray(start, start + size)));
  return [...frames, ...cutter.end()];
}

const dataOf = (text: string, size: number): readonly string[] => framesOf(bytesOf(text), size).map(({ data }) => data);

for (const size of chunkSizes) {
  test(`line ends of every kind, mixed, in chunks of ${size}`, () => {
    for (const end of ['\n', '\r', '\r\n']) {
      for (const other of ['\n', '\r', '\r\n']) {
        const text = `data: {"a":1}${end}${end}data: {"b":2}${other}${other}`;
        assert.deepEqual(dataOf(text, size), ['{"a":1}', '{"b":2}'], JSON.stringify(text));
      }
    }
  });

  test(`characters of several bytes survive chunks of ${size}`, () => {
    const words = 'naïve — 日本語 👩🏽‍💻 \u{1F1E9}\u{1F1EA}';
    assert.deepEqual(dataOf(`data: "${words}"\n\n`, size), [`"${words}"`]);
  });

  test(`a byte order mark counts at the start only, in chunks of ${size}`, () => {
    assert.deepEqual(dataOf('\uFEFFdata: "\uFEFFx"\n\n', size), ['"\uFEFFx"']);
  });

  test(`comments, pings, ids, several data lines and no space after the colon, in chunks of ${size}`, () => {
    const text =
      ': PROCESSING\n\n:\n\nevent: ping\ndata: {}\n\nid: 7\nretry: 10\ndata:{"a":\ndata: 1}\n\ndata\n\nunknown: x\n\n';
    assert.deepEqual(dataOf(text, size), ['{"a":\n1}']);
  });

  test(`names are kept, in chunks of ${size}`, () => {
    assert.deepEqual(framesOf(bytesOf('event: error\ndata: {}\n\ndata: []\n\n'), size), [
      { data: '{}', name: 'error' },
      { data: '[]', name: undefined },
    ]);
  });

  test(`a last event without its blank line counts when it is whole, in chunks of ${size}`, () => {
    assert.deepEqual(dataOf('data: {"a":1}\n\ndata: [DONE]', size), ['{"a":1}', '[DONE]']);
    assert.deepEqual(dataOf('data: {"a":1}\n\ndata: {"b":2}\n', size), ['{"a":1}', '{"b":2}']);
    assert.deepEqual(dataOf('data: {"a":1}\n\ndata: {"b":', size), ['{"a":1}']);
    assert.deepEqual(dataOf('data: {"a":1}\n\ndata: [DONE', size), ['{"a":1}']);
  });
}

test('an event that grows past all bounds is refused before it fills the memory', () => {
  const cutter = sse();
  cutter.push(bytesOf('data: '));
  const megabyte = new Uint8Array(1024 * 1024).fill(97);
  assert.throws(() => {
    for (let count = 0; count < 32; count++) cutter.push(megabyte);
  }, Failure);
});
