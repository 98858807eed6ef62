import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defaultRecordings } from '../../../scripts/replay.ts';
import { exchange } from '../../../scripts/replay/exchange.ts';
import { requestReaders, type RoundTrip, roundTrip } from '../../../scripts/replay/requests/roundTrip.ts';

interface Tried {
  readonly id: string;
  readonly result: RoundTrip;
}

function tried(kind: string): readonly Tried[] {
  const lines = readFileSync(join(defaultRecordings, `${kind}.jsonl`), 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const recorded = exchange.parse(JSON.parse(line));
      const result = roundTrip(recorded);
      return result === undefined ? [] : [{ id: recorded.id, result }];
    });
}

const totals = { equal: 0, all: 0 };

for (const kind of Object.keys(requestReaders)) {
  const skip = !existsSync(join(defaultRecordings, `${kind}.jsonl`)) && 'there are no recordings of it here';
  test(`recorded requests of ${kind} are written again as they were`, { skip }, (t) => {
    const all = tried(kind);
    const equal = all.filter(({ result }) => result.outcome === 'equal').length;
    const parameters = all.flatMap(({ result }) => (result.outcome === 'inexpressible' ? [result.parameter] : []));
    const counts = [...Map.groupBy(parameters, (name) => name)].map(([name, found]) => `${name} (${found.length})`);
    t.diagnostic(`${kind}: ${equal} of ${all.length} equal; not expressible: ${counts.join(', ') || 'none'}`);
    totals.equal += equal;
    totals.all += all.length;
    assert.deepEqual(
      all.filter(({ result }) => result.outcome === 'different'),
      [],
    );
  });
}

after(() => console.log(`Requests written again as they were recorded: ${totals.equal} of ${totals.all}.`));

const asked = (body: object) =>
  exchange.parse({
    id: 'x',
    endpoint_kind: 'groq',
    request: { url: 'https://api.groq.com/openai/v1/chat/completions', body },
    response: { status: 200 },
  });

const plain = { model: 'openai/gpt-oss-20b', messages: [{ role: 'user', content: 'Hi' }] };

test('a request that says the same in other words is equal', () => {
  for (const body of [
    plain,
    { ...plain, stream: false, n: 1, top_p: 1, tools: null, max_tokens: null },
    { ...plain, messages: [{ content: [{ type: 'text', text: 'Hi' }], role: 'user' }] },
    { ...plain, max_tokens: 5, temperature: 0, stream: true },
    { ...plain, reasoning_effort: 'low' },
  ])
    assert.deepEqual(roundTrip(asked(body)), { outcome: 'equal' });
});

test('a parameter that Parley has no place for is named', () => {
  for (const [change, parameter] of [
    [{ seed: 1 }, 'seed'],
    [{ messages: [{ role: 'user', content: 'Hi', name: 'Jo' }] }, 'messages[].name'],
    [
      { tools: [{ type: 'function', function: { name: 'f', parameters: {}, strict: true } }] },
      'tools[].function.strict',
    ],
    [{ reasoning_effort: 'most' }, 'reasoning_effort'],
    [{ model: undefined }, 'no model'],
  ] as const)
    assert.deepEqual(roundTrip(asked({ ...plain, ...change })), { outcome: 'inexpressible', parameter });
});

test('what Parley would write otherwise is different', () => {
  const call = { id: 'a:b', type: 'function', function: { name: 'f', arguments: '{}' } };
  const messages = [...plain.messages, { role: 'assistant', content: null, tool_calls: [call] }];
  assert.equal(roundTrip(asked({ ...plain, messages }))?.outcome, 'different');
});

test('a kind that nobody reads and a recording without a request are passed over', () => {
  assert.equal(roundTrip({ ...asked(plain), endpoint_kind: 'telegraph' }), undefined);
  assert.equal(roundTrip({ ...asked(plain), request: null }), undefined);
});
