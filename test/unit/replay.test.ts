import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultRecordings, replay, type Replayed } from '../../scripts/replay.ts';

const body = [
  'data: {"id":"r","choices":[{"index":0,"delta":{"reasoning":"Hm","content":"Hé"}}]}',
  'data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\\"p\\":1}"}}]},"finish_reason":"tool_calls"}]}',
  'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":9}}',
  'data: [DONE]',
].join('\n\n');

const expected = {
  text: 'Hé',
  reasoning: 'Hm',
  tool_calls: [{ name: 'f', id: 'a', arguments: { p: 1 }, arguments_raw: '{"p":1}' }],
  finish_reason: 'tool_calls',
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 9 },
};

const recording = (change: object = {}): object => ({
  id: 'x',
  endpoint_kind: 'groq',
  response: { status: 200, headers: {}, body_base64: Buffer.from(`${body}\n\n`).toString('base64') },
  expected,
  ...change,
});

const failure = {
  response: {
    status: 401,
    headers: {},
    body_base64: Buffer.from('{"error":{"message":"Invalid API Key"}}').toString('base64'),
  },
  expected: { error: { status: 401, json: true, message: 'Invalid API Key' } },
};

const statusOf = (...recordings: readonly object[]): Promise<readonly Replayed[]> =>
  replayed(recordings.map((entry) => JSON.stringify(entry)).join('\n'));

async function replayed(lines: string): Promise<readonly Replayed[]> {
  const folder = await mkdtemp(join(tmpdir(), 'replay-'));
  try {
    await writeFile(join(folder, 'a.jsonl'), lines);
    const found: Replayed[] = [];
    await replay([folder], (one) => found.push(one));
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('an answer that is understood passes, an unknown kind is unsupported', async () => {
  const found = await statusOf(
    recording(),
    recording(failure),
    recording({ endpoint_kind: 'telegraph' }),
    recording({ endpoint_kind: 'toString' }),
  );
  assert.deepEqual(
    found.map(({ status, diff }) => [status, ...diff]),
    [['pass'], ['pass'], ['unsupported'], ['unsupported']],
  );
  assert.deepEqual(found[0]?.got, {
    text: 'Hé',
    reasoning: 'Hm',
    refusal: '',
    toolCalls: [{ id: 'a', name: 'f', arguments: { p: 1 } }],
    finish: { reason: 'tool-calls', raw: 'tool_calls' },
    usage: { inputTokens: 3, outputTokens: 6 },
  });
});

test('what was read is told whatever is expected, and what is not expected is not compared', async () => {
  const found = await statusOf(
    recording({ expected: undefined }),
    recording({ expected: null }),
    recording({ expected: { text: 'Hé' } }),
    recording({ expected: { tool_calls: 'none' } }),
    recording(failure),
  );
  assert.deepEqual(
    found.map(({ status, got }) => [status, got?.text, got?.error?.status, got?.error?.detail]),
    [
      ['pass', 'Hé', undefined, undefined],
      ['pass', 'Hé', undefined, undefined],
      ['pass', 'Hé', undefined, undefined],
      ['fail', 'Hé', undefined, undefined],
      ['pass', '', 401, 'Invalid API Key'],
    ],
  );
});

test('a line that is no recording fails alone', async () => {
  const found = await replayed(['{"id":"cut', '{"id":"y"}', '[]', '', JSON.stringify(recording())].join('\r\n'));
  assert.deepEqual(
    found.map(({ id, status }) => [id, status]),
    [
      ['a.jsonl:1', 'fail'],
      ['y', 'fail'],
      ['a.jsonl:3', 'fail'],
      ['x', 'pass'],
    ],
  );
});

for (const [name, change] of [
  ['text', { text: 'He' }],
  ['reasoning', { reasoning: '' }],
  ['a missing call', { tool_calls: [] }],
  ['arguments', { tool_calls: [{ name: 'f', id: 'a', arguments: { p: 2 } }] }],
  ['the finish reason', { finish_reason: 'stop' }],
  ['usage', { usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 9 } }],
  ['no usage', { usage: null }],
  ['an error in the stream', { stream_error: { message: 'no' } }],
  ['an error', { error: { status: 500, message: 'no' } }],
] as const) {
  test(`a difference in ${name} fails`, async () => {
    const [replayed] = await statusOf(recording({ expected: { ...expected, ...change } }));
    assert.equal(replayed?.status, 'fail');
    assert.equal(replayed?.diff.length, 1);
  });
}

for (const [name, change] of [
  ['the status of an error', { status: 403, message: 'Invalid API Key' }],
  ['the words of an error', { status: 401, message: 'other words' }],
] as const) {
  test(`a difference in ${name} fails`, async () => {
    const [replayed] = await statusOf(recording({ ...failure, expected: { error: change } }));
    assert.equal(replayed?.status, 'fail');
  });
}

test(
  'the recordings beside this project pass',
  { skip: !existsSync(defaultRecordings) && 'there are none' },
  async () => {
    const failed: Replayed[] = [];
    const summary = await replay([join(defaultRecordings, 'together.jsonl')], (replayed) => {
      if (replayed.status === 'fail') failed.push(replayed);
    });
    assert.deepEqual(failed, []);
    assert.ok(summary.passed > 0);
  },
);
