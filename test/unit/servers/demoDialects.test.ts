import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { transport } from '../../../src/host/node/transport.ts';
import { listModels } from '../../../src/llm/calls.ts';
import type { Endpoint } from '../../../src/llm/send.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Message } from '../../../src/model/message.ts';
import * as registry from '../../../src/providers/registry.ts';
import { startDemo } from '../../servers/demo.ts';

const demo = await startDemo({ pace: 'instant' });
after(() => demo.stop());

const endpoint = (baseUrl: string, rest: Pick<Endpoint, 'provider' | 'api' | 'values'>): Endpoint => ({
  ...rest,
  baseUrl: demo.url + baseUrl,
  key: 'sk-test',
  transport,
});

const completions = endpoint('/v1', { provider: registry.openaiCompatible });

const endpoints: Readonly<Record<string, Endpoint>> = {
  'chat completions': completions,
  Responses: endpoint('/v1', { provider: registry.openai, api: 'responses' }),
  messages: endpoint('/anthropic', { provider: registry.anthropic }),
  Gemini: endpoint('/gemini/v1beta', { provider: registry.gemini }),
  Ollama: endpoint('/ollama', { provider: registry.ollama }),
  Cohere: endpoint('/cohere', { provider: registry.cohere }),
  Bedrock: endpoint('/bedrock', { provider: registry.bedrock, values: { region: 'us-east-1' } }),
};

const turns: readonly Message[] = [
  { role: 'user', text: 'A first question' },
  { role: 'assistant', parts: [{ type: 'text', text: 'A first answer' }] },
];

async function ask(to: Endpoint, question: string): Promise<readonly StreamEvent[]> {
  const messages: readonly Message[] = [...turns, { role: 'user', text: question }];
  const request = { model: 'demo-large', system: 'Be brief.', messages };
  const events: StreamEvent[] = [];
  for await (const event of stream(to, request, new AbortController().signal)) events.push(event);
  return events;
}

const said = (events: readonly StreamEvent[], ...types: readonly StreamEvent['type'][]): string =>
  events.map((event) => (types.includes(event.type) && 'delta' in event ? event.delta : '')).join('');

for (const [name, to] of Object.entries(endpoints)) {
  test(`in ${name} the demo says the same, at once and piece by piece`, async () => {
    const expected = await ask(completions, 'What now, 日本?');
    for (const asksForStream of [true, false]) {
      const events = await ask({ ...to, stream: asksForStream }, 'What now, 日本?');
      assert.equal(said(events, 'text'), said(expected, 'text'));
      assert.match(said(events, 'text'), /Messages.*3 \(2 from you, 1 answered\)/);
      const usage = events.find((event) => event.type === 'usage')?.usage;
      assert.ok(usage !== undefined && usage.inputTokens > 0 && usage.outputTokens > 0);
      const end = events.at(-1);
      assert.equal(end?.type === 'finish' && end.reason, 'stop');
    }
  });

  test(`in ${name} the demo thinks, refuses, is cut off and fails`, async () => {
    const thinking = await ask(to, 'think');
    assert.match(said(thinking, 'reasoning'), /^The question came with/);
    assert.match(said(await ask(to, 'refuse'), 'text', 'refusal'), /^I can't help with that/);
    const long = (await ask(to, 'long')).at(-1);
    assert.equal(long?.type === 'finish' && long.reason, 'length');
    const dropped = await ask(to, 'drop');
    assert.notEqual(said(dropped, 'text'), '');
    const lost = dropped.at(-1);
    assert.equal(lost?.type === 'error' && lost.error.kind, 'interrupted');
    const refused = (await ask(to, 'error')).at(-1);
    assert.ok(refused?.type === 'error');
    assert.equal(refused.error.kind, 'unauthorized');
    assert.match(refused.error.detail ?? '', /You asked the demo for this error/);
  });
}

for (const [name, to] of Object.entries(endpoints)) {
  test(`in ${name} the demo lists its models`, async () => {
    const models = await listModels(to, new AbortController().signal);
    assert.deepEqual(models.map(({ id }) => id).toSorted(), ['demo-large', 'demo-small']);
  });
}

test('what a dialect does not know is refused', async () => {
  const post = (path: string, body: object) => fetch(demo.url + path, { method: 'POST', body: JSON.stringify(body) });
  const messages = [{ role: 'user', content: 'hi' }];
  for (const [path, body] of [
    ['/v1/responses', { model: 'demo-large', messages }],
    ['/gemini/v1beta/models/demo-large:generateContent', { messages }],
    ['/cohere/v2/chat', { model: 'demo-large', message: 'hi' }],
    ['/bedrock/model/demo-large/converse', { messages }],
    ['/ollama/api/chat', { model: 'demo-large', prompt: 'hi' }],
  ] as const)
    assert.equal((await post(path, body)).status, 400, path);
});
