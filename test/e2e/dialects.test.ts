import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { type Demo, sentConversation, startDemo } from '../servers/demo.ts';
import { sealedThoughts } from '../servers/responsesScript.ts';
import { liveSession } from './liveSession.ts';

/** A connection in each dialect, and where its requests are to go. */
interface Spoken {
  readonly id: string;
  readonly label: string;
  /** Below the demo's address. */
  readonly base: string;
  readonly setting: { readonly provider: string; readonly api?: string };
  readonly path: string;
  /** The header that carries the key, and what else stands in it. */
  readonly proof?: readonly [header: string, before: string];
}

const dialects: readonly Spoken[] = [
  {
    id: 'own-chat',
    label: 'Own chat completions',
    base: '/v1',
    setting: { provider: 'openai-compatible' },
    path: '/v1/chat/completions',
  },
  {
    id: 'own-responses',
    label: 'Own responses',
    base: '/v1',
    setting: { provider: 'openai-compatible', api: 'responses' },
    path: '/v1/responses',
  },
  {
    id: 'own-anthropic',
    label: 'Own messages',
    base: '/anthropic',
    setting: { provider: 'anthropic' },
    path: '/anthropic/v1/messages',
    proof: ['x-api-key', ''],
  },
  {
    id: 'own-gemini',
    label: 'Own Gemini',
    base: '/gemini/v1beta',
    setting: { provider: 'gemini' },
    path: '/gemini/v1beta/models/demo-large:streamGenerateContent?alt=sse',
    proof: ['x-goog-api-key', ''],
  },
  {
    id: 'own-ollama',
    label: 'Own Ollama',
    base: '/ollama',
    setting: { provider: 'ollama' },
    path: '/ollama/api/chat',
  },
  {
    id: 'own-cohere',
    label: 'Own Cohere',
    base: '/cohere',
    setting: { provider: 'cohere' },
    path: '/cohere/v2/chat',
    proof: ['authorization', 'Bearer '],
  },
  {
    id: 'own-bedrock',
    label: 'Own Bedrock',
    base: '/bedrock',
    setting: { provider: 'bedrock' },
    path: '/bedrock/model/demo-large/converse-stream',
    proof: ['authorization', 'Bearer '],
  },
];

const keyOf = ({ id }: Spoken): string => `test-key-of-${id}`;

const settings = (demo: Demo) => ({
  'parley.connections': Object.fromEntries(
    dialects.map(({ id, label, base, setting }) => [id, { ...setting, label, baseUrl: demo.url + base }]),
  ),
});

describe('dialects', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ settings: settings(demo) }),
  );
  const { chat } = live;

  const addKey = async (spoken: Spoken) => {
    const { quickInput } = live.window;
    await live.window.palette('Parley: Add a Key…');
    await quickInput.titled('Add a key');
    await quickInput.answer(keyOf(spoken));
    await quickInput.titled('Whose key is this?');
    await quickInput.choose(spoken.label, spoken.label);
    // The key is tried before it is kept, and the models are listed after.
    const lists = () =>
      live.servers.demo.requests.filter(
        ({ method, path, headers }) =>
          method === 'GET' && path.startsWith(spoken.base) && JSON.stringify(headers).includes(keyOf(spoken)),
      );
    await until(() => lists().length >= 2);
  };

  const speak = async ({ label }: Spoken) => {
    await chat.nameModel('demo-large', label);
    await live.window.quickInput.waitUntilClosed();
  };

  /** Asks, and gives what arrived: where, and the conversation as the provider reads it. */
  const ask = async (spoken: Spoken, question: string) => {
    const answer = await chat.ask(question);
    const shown = await answer.innerText();
    assert.match(shown, /This is Parley's demo/);
    const sent = live.servers.demo.requests.at(-1) ?? assert.fail();
    assert.equal(sent.path, spoken.path);
    if (spoken.proof !== undefined) {
      const [header, start] = spoken.proof;
      assert.equal(sent.headers[header], start + keyOf(spoken));
    }
    return { shown, body: sent.body, conversation: sentConversation(sent) };
  };

  before(async () => {
    await live.window.showPanel();
    for (const spoken of dialects) if (spoken.proof !== undefined) await addKey(spoken);
  });

  for (const spoken of dialects) {
    it(`a conversation through ${spoken.label}`, async () => {
      await chat.newChat();
      await speak(spoken);
      await ask(spoken, `What reaches ${spoken.id}?`);
      const { shown, conversation } = await ask(spoken, `And what is remembered, 日本?`);
      assert.match(shown, /3 \(2 from you, 1 answered\)/);
      const [first, answer, second, ...more] = conversation.messages;
      assert.deepEqual(more, []);
      assert.deepEqual([first?.role, answer?.role, second?.role], ['user', 'assistant', 'user']);
      assert.ok(first?.text.includes(`What reaches ${spoken.id}?`));
      assert.ok(answer?.text.includes("This is Parley's demo"));
      assert.ok(second?.text.includes('And what is remembered, 日本?'));
      assert.equal(conversation.model, 'demo-large');
      assert.equal(conversation.stream, true);
    });
  }

  it('a conversation hops across five of them, and each reads all of it', async () => {
    await chat.newChat();
    const hops = dialects.filter(({ id }) => !['own-chat', 'own-cohere'].includes(id));
    assert.equal(hops.length, 5);
    for (const [place, spoken] of hops.entries()) {
      await speak(spoken);
      // The first answer comes with thoughts, which are nobody else's business.
      const { body, conversation } = await ask(spoken, place === 0 ? 'think' : `Hop ${place}?`);
      assert.ok(!body.includes(sealedThoughts));
      const { messages, system } = conversation;
      assert.deepEqual(
        messages.map(({ role }) => role),
        [...Array.from({ length: place }, () => ['user', 'assistant']).flat(), 'user'],
      );
      for (const [index, { text }] of messages.entries())
        assert.ok(
          text.includes(index % 2 === 1 ? "This is Parley's demo" : index === 0 ? 'think' : `Hop ${index / 2}?`),
          text,
        );
      assert.notEqual(system, '');
    }
    assert.equal(await chat.answers.count(), 5);
  });
});
