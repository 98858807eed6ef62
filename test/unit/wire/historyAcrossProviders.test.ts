import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { history } from '../../../src/chat/history.ts';
import { Failure } from '../../../src/llm/failure.ts';
import type { Dialect } from '../../../src/llm/provider.ts';
import type { ModelRef, Transcript } from '../../../src/model/transcript.ts';
import { providers } from '../../../src/providers/lookup.ts';
import { seenTurns, type SeenTurn, type Shape, shapeOf } from './seenTurns.ts';

type Json = Readonly<Record<string, unknown>>;

const author: ModelRef = { connection: 'somewhere', model: 'author' };

/** What any dialect could take for its own signature. */
const replay = {
  signature: 'SIGNED',
  thoughtSignature: 'SIGNED',
  part: 'thought',
  id: 'rs_1',
  encrypted_content: 'SIGNED',
  reasoning_details: [{ type: 'reasoning.encrypted', data: 'SIGNED' }],
};

/** Ids as hosts really make them: with signs that others refuse, and longer than others take. */
const ids = ['functions.read:0', `toolu_${'x'.repeat(90)}`];

const image = { mediaType: 'image/png', data: 'aW1hZ2U=' };

const at = { at: 0, attachments: [] } as const;

const conversation: Transcript = {
  turns: [
    {
      ...at,
      role: 'user',
      id: '1',
      text: 'What is this?',
      attachments: [{ id: 'i', kind: 'image', path: 'a.png', uri: 'file:///a.png', languageId: '', media: image }],
    },
    {
      role: 'assistant',
      id: '2',
      at: 0,
      model: author,
      label: 'Author',
      parts: [
        { type: 'reasoning', text: 'SECRET thought', replay },
        { type: 'text', text: 'I look.' },
        { type: 'tool-call', id: ids[0] ?? '', name: 'read_file', arguments: '{"path":"a"}' },
        { type: 'tool-call', id: ids[1] ?? '', name: 'list', arguments: '' },
      ],
      finish: { reason: 'tool-calls' },
    },
    { ...at, role: 'user', id: '3', text: 'And?' },
    {
      role: 'assistant',
      id: '4',
      at: 0,
      model: author,
      label: 'Author',
      parts: [{ type: 'text', text: ' ' }],
      finish: { reason: 'aborted' },
    },
    { ...at, role: 'user', id: '5', text: 'Well?' },
  ],
};

/** Rules that providers check a conversation by, beyond those that all share. */
interface Rules {
  readonly ids: RegExp;
  /** Two turns of one role in a row are refused. */
  readonly alternates: boolean;
  /** Calls and results are matched by their names instead of ids. */
  readonly byName?: true;
  /** Own reasoning goes back signed. */
  readonly signs: boolean;
}

const rules: Readonly<Record<Exclude<Shape, 'text'>, Rules>> = {
  chat: { ids: /^[\w-]{1,64}$/, alternates: false, signs: true },
  anthropic: { ids: /^[a-zA-Z0-9_-]{1,64}$/, alternates: true, signs: true },
  converse: { ids: /^[a-zA-Z0-9_-]{1,64}$/, alternates: true, signs: true },
  gemini: { ids: /^$/, alternates: true, byName: true, signs: true },
  responses: { ids: /^[\w-]{1,64}$/, alternates: false, signs: true },
  ollama: { ids: /^$/, alternates: false, byName: true, signs: false },
};

/** Stricter than their dialect, or of a kind of their own. */
const hosts: Readonly<Record<string, Partial<Rules>>> = {
  'mistral: chat (any)': { ids: /^[A-Za-z0-9]{9}$/ },
  'vertex: chat (mistral-medium-3)': { ids: /^[A-Za-z0-9]{9}$/ },
  'bedrock: converse (mistral.mistral-large-3)': { ids: /^[A-Za-z0-9]{9}$/ },
  'openai: chat (gpt-5.5)': { ids: /^[\w-]{1,40}$/ },
  'cohere: native (any)': { ids: /^[\x21-\x7e]+$/, signs: false },
};

interface Speaker {
  readonly name: string;
  readonly dialect: Dialect;
  readonly model: string;
}

const models: Readonly<Record<string, readonly string[]>> = {
  vertex: ['gemini-3-pro', 'claude-sonnet-4-5', 'mistral-medium-3', 'meta/llama-4'],
  openai: ['gpt-5.5'],
  xai: ['grok-4.5'],
  openrouter: ['openai/gpt-5.5'],
  gemini: ['gemini-2.5-flash', 'gemini-3-pro'],
  bedrock: ['us.anthropic.claude-sonnet-4-5-v1:0', 'mistral.mistral-large-3'],
};

/** Every dialect of every provider, with each kind of model that it treats in a way of its own. */
const speakers: readonly Speaker[] = providers.flatMap((provider) =>
  (models[provider.id] ?? ['any']).flatMap((model) => {
    const usual = provider.dialectFor?.(model) ?? provider.dialect;
    const named = Object.entries(provider.apis ?? {});
    const others = named.filter(([, dialect]) => dialect !== usual);
    const name = named.find(([, dialect]) => dialect === usual)?.[0] ?? 'chat';
    return [
      { name: `${provider.id}: ${name}`, dialect: usual, model },
      ...others.map(([api, dialect]) => ({ name: `${provider.id}: ${api}`, dialect, model })),
    ];
  }),
);

const encode = ({ dialect, model }: Speaker, asked: ModelRef): Json =>
  dialect.encode(
    {
      model,
      system: 'Be brief.',
      messages: history(conversation, asked),
      tools: [{ name: 'list', parameters: { type: 'object' } }],
    },
    { stream: true, cachePrompt: true },
  ).body as Json;

/** Each call has its results before anyone else speaks, and nothing is a result of nothing. */
function checkCalls(turns: readonly SeenTurn[], { ids: pattern, byName }: Rules): void {
  let open: string[] = [];
  for (const { role, calls, results, texts } of turns) {
    const answered = results.map(({ id, name }) => (byName === true ? name : id) ?? '');
    for (const key of answered) assert.ok(open.includes(key), `a result of nothing: ${key}`);
    open = open.filter((key) => !answered.includes(key));
    if (role !== 'tool' && (texts.length > 0 || role === 'user')) assert.deepEqual(open, [], 'a call without a result');
    for (const { id, name } of calls) {
      assert.match(name, /^[a-zA-Z_][\w-]{0,63}$/);
      if (byName !== true) assert.match(id ?? '', pattern);
      open.push((byName === true ? name : id) ?? '');
    }
    assert.equal(new Set(open).size, open.length, 'two calls under one id');
  }
  assert.deepEqual(open, []);
}

function checkTurns(turns: readonly SeenTurn[], { alternates }: Rules): void {
  const spoken = turns.filter(({ role }) => role !== 'system');
  assert.equal(spoken[0]?.role, 'user');
  assert.equal(spoken.at(-1)?.role, 'user');
  for (const { texts } of turns) for (const text of texts) assert.notEqual(text.trim(), '');
  for (const [place, { role }] of spoken.entries()) {
    const before = spoken[place - 1]?.role;
    assert.ok(role !== 'user' || before !== 'user', 'two questions in a row');
    if (alternates) assert.notEqual(role, before);
  }
  const said = spoken.flatMap(({ texts }) => texts).join('\n');
  for (const words of ['What is this?', 'I look.', 'And?\n\nWell?']) assert.ok(said.includes(words), words);
}

const isPlain = ({ name }: Speaker): boolean => name === 'cohere: v1';

for (const speaker of speakers) {
  describe(`a conversation begun elsewhere goes on with ${speaker.name} (${speaker.model})`, () => {
    if (isPlain(speaker)) {
      test('which takes text only, and says so', () =>
        assert.throws(() => encode(speaker, { connection: 'x', model: 'x' }), Failure));
      return;
    }
    const foreign = encode(speaker, { connection: 'elsewhere', model: speaker.model });
    const shape = shapeOf(foreign);
    if (shape === 'text') {
      test('as one text', () => {
        for (const words of ['Be brief.', 'What is this?', 'I look.', 'not run', 'Well?'])
          assert.ok(String(foreign['inputs']).includes(words), words);
      });
      return;
    }
    const checked = { ...rules[shape], ...hosts[`${speaker.name} (${speaker.model})`] };

    test('in turns that it takes', () => checkTurns(seenTurns(foreign), checked));
    test('with a result for each call', () => checkCalls(seenTurns(foreign), checked));
    test('with the image', () =>
      assert.equal(
        seenTurns(foreign).reduce((sum, { images }) => sum + images, 0),
        1,
      ));
    test('without what only its author understands', () => {
      const text = JSON.stringify(foreign);
      assert.ok(!text.includes('SIGNED') && !text.includes('SECRET'));
    });
    test('and with it for its author', () => {
      const own = encode(speaker, author);
      assert.equal(JSON.stringify(own).includes('SIGNED'), checked.signs);
      checkTurns(seenTurns(own), checked);
      checkCalls(seenTurns(own), checked);
    });
  });
}

test('hosts that want the model to speak after a tool hear it', () => {
  const mistral = speakers.filter(({ name, model }) => name === 'mistral: chat' || model === 'mistral-medium-3');
  assert.equal(mistral.length, 2);
  for (const speaker of mistral) {
    const roles = seenTurns(encode(speaker, { connection: 'x', model: 'x' })).map(({ role }) => role);
    assert.deepEqual(roles, ['system', 'user', 'assistant', 'tool', 'tool', 'assistant', 'user']);
  }
});
