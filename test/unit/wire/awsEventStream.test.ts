import assert from 'node:assert/strict';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import type { Frame, Framing } from '../../../src/llm/framing.ts';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { awsEventStream, bedrockInvokeStream, sagemakerStream } from '../../../src/wire/awsEventStream.ts';
import { crc32 } from '../../../src/wire/awsMessages.ts';
import { answer, ask, chunkSizes, endpoint, joined, scripted } from '../llm/harness.ts';
import { awsEvent, awsException, awsFrame, awsStream, invokeStream, payloadStream } from './awsFrames.ts';

/** All frames, and what was thrown after them. */
function cut(framing: Framing, bytes: Uint8Array, size: number): { frames: Frame[]; failure?: unknown } {
  const cutter = framing();
  const frames: Frame[] = [];
  try {
    for (let start = 0; start < bytes.length; start += size)
      frames.push(...cutter.push(bytes.subarray(start, start + size)));
    frames.push(...cutter.end());
    return { frames };
  } catch (failure) {
    return { frames, failure };
  }
}

const hello = awsStream(
  ['contentBlockDelta', { delta: { text: 'Grüß 日本 👩🏽‍💻' } }],
  ['messageStop', { stopReason: 'end_turn' }],
);
const helloFrames: readonly Frame[] = [
  { name: 'contentBlockDelta', data: '{"delta":{"text":"Grüß 日本 👩🏽‍💻"}}' },
  { name: 'messageStop', data: '{"stopReason":"end_turn"}' },
];

test('the checksum is that of zlib', () => {
  for (const text of ['', 'a', '123456789', 'Grüß 日本'.repeat(100)])
    assert.equal(crc32(Buffer.from(text)), zlibCrc32(text));
});

for (const size of chunkSizes) {
  test(`frames in chunks of ${size}`, () =>
    assert.deepEqual(cut(awsEventStream, hello, size), { frames: helloFrames }));

  test(`what came before damage is kept, in chunks of ${size}`, () => {
    const bytes = Buffer.concat([hello, awsEvent('metadata', '{}')]);
    bytes[bytes.length - 6] = (bytes.at(-6) ?? 0) ^ 1;
    const { frames, failure } = cut(awsEventStream, bytes, size);
    assert.deepEqual(frames, helloFrames);
    assert.ok(failure instanceof Failure);
    assert.equal(failure.error.kind, 'bad-response');
  });

  test(`an exception is a frame after those before it, in chunks of ${size}`, () => {
    const bytes = Buffer.concat([hello, awsException('throttlingException', { message: 'Slow down.' })]);
    const { frames, failure } = cut(awsEventStream, bytes, size);
    assert.equal(failure, undefined);
    assert.deepEqual(frames.slice(0, 2), helloFrames);
    assert.deepEqual(frames[2], {
      name: 'error',
      data: '{"error":{"code":"throttlingException","message":"Slow down."}}',
    });
  });

  test(`events within the events of a SageMaker endpoint, in chunks of ${size}`, () => {
    const inner = Buffer.from('data: {"a":"日本"}\n\ndata: {"b":1}\n\ndata: {"c":2}');
    const parts = [0, 11, 13, 20, 40].map((start, index, all) => inner.subarray(start, all[index + 1]));
    assert.deepEqual(
      cut(sagemakerStream, payloadStream(...parts), size).frames.map(({ data }) => data),
      ['{"a":"日本"}', '{"b":1}', '{"c":2}'],
    );
  });

  test(`what InvokeModel wraps, in chunks of ${size}`, () =>
    assert.deepEqual(cut(bedrockInvokeStream, invokeStream({ type: 'x', text: '日本' }), size).frames, [
      { name: undefined, data: '{"type":"x","text":"日本"}' },
    ]));
}

test('a wrong checksum at the beginning of a message is noticed before its end came', () => {
  const bytes = Buffer.from(hello);
  bytes[3] = (bytes[3] ?? 0) ^ 4;
  assert.throws(() => awsEventStream().push(bytes.subarray(0, 12)), /is damaged on the way/);
});

test('text is no event stream', () =>
  assert.throws(() => awsEventStream().push(Buffer.from('upstream connect error')), /is damaged on the way/));

test('a message of 16 MB is refused by its beginning', () => {
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 * 1024 * 1024, 0);
  prelude.writeUInt32BE(zlibCrc32(prelude.subarray(0, 8)), 8);
  assert.throws(() => awsEventStream().push(prelude), Failure);
});

test('headers of all kinds are passed over', () => {
  const text = (name: string, value: string) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7, 0, value.length]),
      Buffer.from(value),
    ]);
  const other = (name: string, type: number, ...value: readonly number[]) =>
    Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([type, ...value])]);
  const zeros = (count: number) => Array.from({ length: count }, () => 0);
  const headers = Buffer.concat([
    other('t', 0),
    other('f', 1),
    other('b', 2, 1),
    other('s', 3, ...zeros(2)),
    other('i', 4, ...zeros(4)),
    other('l', 5, ...zeros(8)),
    other('x', 6, 0, 3, ...zeros(3)),
    other('d', 8, ...zeros(8)),
    other('u', 9, ...zeros(16)),
    text(':event-type', 'ping'),
  ]);
  const message = Buffer.concat([Buffer.alloc(12), headers, Buffer.from('{}'), Buffer.alloc(4)]);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(zlibCrc32(message.subarray(0, 8)), 8);
  message.writeUInt32BE(zlibCrc32(message.subarray(0, -4)), message.length - 4);
  assert.deepEqual(awsEventStream().push(message), [{ name: 'ping', data: '{}' }]);
});

const spoken = ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hel' } }] as const;

const asked = (bytes: Uint8Array) =>
  ask(endpoint(scripted(answer(bytes, { size: 11 })).transport, { provider: bedrock }));

for (const [type, payload, kind] of [
  ['throttlingException', { message: 'Too many tokens, please wait.' }, 'rate-limited'],
  ['validationException', { message: 'Input is too long for requested model.' }, 'too-long'],
  ['validationException', { message: 'Malformed input request' }, 'bad-request'],
  ['modelStreamErrorException', { message: 'It broke.', originalStatusCode: 500 }, 'overloaded'],
  ['serviceUnavailableException', { message: 'Try later.' }, 'overloaded'],
  ['internalServerException', { message: 'Oops.' }, 'overloaded'],
  ['modelTimeoutException', { message: 'Too slow.' }, 'timeout'],
  ['somethingNewException', { message: 'Who knows.' }, 'interrupted'],
] as const) {
  test(`${type} in a stream is ${kind}: ${payload.message}`, async () => {
    const events = joined(await asked(Buffer.concat([awsStream(spoken), awsException(type, payload)])));
    const [text, error] = events;
    assert.deepEqual(text, { type: 'text', delta: 'Hel' });
    assert.ok(error?.type === 'error');
    assert.equal(error.error.kind, kind);
    assert.equal(error.error.detail, payload.message);
    assert.equal(events.length, 2);
  });
}

test('an error outside the model of the service tells its code and words in headers', async () => {
  const bytes = awsFrame(
    { ':message-type': 'error', ':error-code': 'ThrottlingException', ':error-message': 'Slow.' },
    '',
  );
  const error = (await asked(Buffer.concat([awsStream(spoken), bytes]))).at(-1);
  assert.ok(error?.type === 'error');
  assert.deepEqual([error.error.kind, error.error.detail], ['rate-limited', 'Slow.']);
});

for (const cutOff of [1, 5, 20, 60]) {
  test(`a stream without its last ${cutOff} bytes is interrupted`, async () => {
    const bytes = awsStream(spoken, ['messageStop', { stopReason: 'end_turn' }]);
    const error = (await asked(bytes.subarray(0, -cutOff))).at(-1);
    assert.ok(error?.type === 'error');
    assert.equal(error.error.kind, 'interrupted');
  });
}
