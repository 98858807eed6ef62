import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { createApp, type App } from '../../src/app.ts';
import { LanguageModels } from '../../src/host/languageModels.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import type { Request } from '../../src/model/message.ts';
import { emptyTranscript, fold, type Transcript } from '../../src/model/transcript.ts';
import type { PanelState } from '../../src/protocol.ts';
import { all } from '../unit/llm/harness.ts';
import type { ChatModelAnswer, ChatModels } from './chatModels/extension.ts';
import { extensionContext } from './extensionContext.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { fakeView, type FakeView } from './fakeView.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

/** See test/host/chatModels/package.json. */
const chatModelsId = 'parley-tests.chat-models';

const request: Request = { model: 'parley-tests/echo', messages: [{ role: 'user', text: 'Hello?' }] };

/** An image of one point: VS Code looks into images. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const text = (value: string) => new vscode.LanguageModelTextPart(value);

/** VS Code 1.110 tells an extension of a stop only until it has begun to answer. */
const stopsReachExtensions = !vscode.version.startsWith('1.110.');

/** What the other extension lets suites hold; loaded beside ours by run.ts. */
async function realChatModels(): Promise<ChatModels> {
  const extension = vscode.extensions.getExtension<ChatModels>(chatModelsId);
  assert.ok(extension, `${chatModelsId} is not loaded`);
  return extension.activate();
}

describe('the models of a real extension', () => {
  let chatModels: ChatModels;
  let asGiven: Pick<ChatModels, 'models' | 'answer'>;
  let languageModels: LanguageModels;

  before(async () => {
    chatModels = await realChatModels();
    asGiven = { ...chatModels };
  });
  beforeEach(() => {
    languageModels = new LanguageModels({
      lm: vscode.lm,
      state: memoryState(),
      extensions: () => vscode.extensions.all,
    });
  });
  afterEach(() => {
    Object.assign(chatModels, asGiven);
    chatModels.requests.length = 0;
  });

  const ask = (asked = request, signal = new AbortController().signal): Promise<readonly StreamEvent[]> =>
    all(languageModels.respond(asked, signal));

  const failing = async (answer: ChatModelAnswer) => {
    chatModels.answer = answer;
    const [event, ...others] = await ask();
    assert.ok(event?.type === 'error', JSON.stringify(event));
    assert.deepEqual(others, []);
    return event.error;
  };

  test('are offered, and listed with what they read', async () => {
    assert.equal(languageModels.isOffered, true);
    const listed = (await languageModels.list()).filter(({ id }) => id.startsWith('parley-tests/'));
    assert.deepEqual(listed, [
      { id: 'parley-tests/echo', label: 'Echo', contextWindow: 64_000 },
      { id: 'parley-tests/locked', label: 'Locked', contextWindow: 64_000 },
    ]);
  });

  test('answer with text, thoughts and tool calls in their order', async () => {
    const Thinking = Reflect.get(vscode, 'LanguageModelThinkingPart') as new (
      value: string,
    ) => vscode.LanguageModelTextPart;
    chatModels.answer = async (_request, report) => {
      report(new Thinking('Hm'));
      report(text('Hel'));
      // VS Code collects what comes together; this comes later.
      await new Promise((resolve) => setTimeout(resolve, 50));
      report(text('lo'));
      report(vscode.LanguageModelDataPart.json({ tokens: 7 }));
      report(new vscode.LanguageModelToolCallPart('c1', 'look', { at: 'it' }));
    };
    assert.deepEqual(await ask(), [
      { type: 'reasoning', delta: 'Hm' },
      { type: 'text', delta: 'Hel' },
      { type: 'text', delta: 'lo' },
      { type: 'tool-call', id: 'c1', name: 'look', arguments: '{"at":"it"}' },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });

  test('are asked with instructions, images, documents, tool calls and their results', async () => {
    const events = await ask({
      ...request,
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          text: 'See?',
          files: [
            { mediaType: 'image/png', data: pixel },
            { mediaType: 'application/pdf', data: btoa('%PDF-1.7') },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'hm' },
            { type: 'text', text: 'Looking.' },
            { type: 'tool-call', id: 'c1', name: 'look', arguments: '{"at":[1,{"deep":true}]}' },
          ],
        },
        { role: 'tool', toolCallId: 'c1', toolName: 'look', text: 'seen' },
      ],
      tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }],
      toolChoice: 'required',
    });
    assert.deepEqual(events.at(-1), { type: 'finish', reason: 'stop' });
    const [asked] = chatModels.requests;
    assert.ok(asked);
    const { User, Assistant } = vscode.LanguageModelChatMessageRole;
    assert.equal(asked.model, 'echo');
    assert.deepEqual(
      asked.messages.map(({ role, content }) => [role, content.map(plain)]),
      [
        [User, ['Be brief.']],
        [User, [['image/png', '\uFFFDPNG'], ['application/pdf', '%PDF'], 'See?']],
        [Assistant, ['Looking.', { call: 'c1', name: 'look', input: { at: [1, { deep: true }] } }]],
        [User, [{ result: 'c1', content: ['seen'] }]],
      ],
    );
    assert.deepEqual(asked.options.tools, [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' } }]);
    assert.equal(asked.options.toolMode, vscode.LanguageModelChatToolMode.Required);
  });

  const { NoPermissions, Blocked, NotFound } = vscode.LanguageModelError;
  const withCause = (error: Error, cause: Error) => Object.assign(error, { cause });

  for (const [name, error, kind, words, detail] of [
    ['no consent', NoPermissions('not allowed'), 'forbidden', /does not let Parley/, 'not allowed'],
    ['a model that is gone', NotFound('gone'), 'not-found', /pick another/, 'gone'],
    ['no quota', Blocked('used up'), 'quota', /no quota left/, 'used up'],
    ['a rate limit', new Error('Rate limit exceeded'), 'rate-limited', /how often/, 'Rate limit exceeded'],
    [
      'what a cause tells better than the code',
      withCause(Blocked('Not now.'), new Error('Too Many Requests')),
      'rate-limited',
      /how often/,
      'Too Many Requests',
    ],
    [
      'what a cause of any other error tells',
      withCause(new Error('Failed.'), new Error('prompt is too long')),
      'too-long',
      /at once/,
      'prompt is too long',
    ],
    ['anything else', new Error('Boom'), 'bad-response', /reported a failure/, 'Boom'],
  ] as const) {
    test(`${name} is ${kind}`, async () => {
      const found = await failing(async () => {
        throw error;
      });
      assert.deepEqual([found.kind, found.detail], [kind, detail]);
      assert.match(found.message, words);
    });
  }

  test('of an extension that fails before it has begun, VS Code passes on the words only', async () => {
    const found = await failing(() => {
      throw new Error('Rate limit exceeded');
    });
    assert.deepEqual([found.kind, found.detail], ['rate-limited', 'Rate limit exceeded']);
  });

  test('an image that VS Code cannot read is a failure without words', async () => {
    const files = [{ mediaType: 'image/png', data: btoa('broken') }];
    const [event, ...others] = await ask({ ...request, messages: [{ role: 'user', text: 'See?', files }] });
    assert.ok(event?.type === 'error');
    assert.deepEqual([event.error, others], [{ kind: 'bad-response', message: event.error.message }, []]);
    assert.match(event.error.message, /reported a failure; try again/);
  });

  test('a failure in the middle keeps what came', async () => {
    const arrived = Promise.withResolvers<void>();
    chatModels.answer = async (_request, report) => {
      report(text('Half'));
      await arrived.promise;
      throw new Error('You have used all available credits');
    };
    const events: StreamEvent[] = [];
    for await (const event of languageModels.respond(request, new AbortController().signal)) {
      events.push(event);
      arrived.resolve();
    }
    const [half, failure, ...others] = events;
    assert.deepEqual([half, others], [{ type: 'text', delta: 'Half' }, []]);
    assert.ok(failure?.type === 'error' && failure.error.kind === 'quota');
  });

  test('one that is no longer offered is not found', async () => {
    chatModels.models = asGiven.models.slice(1);
    const [event] = await ask();
    assert.ok(event?.type === 'error' && event.error.kind === 'not-found');
    assert.match(event.error.message, /^VS Code does not have that model any more/);
    assert.deepEqual(chatModels.requests, []);
  });

  test('a stop ends at once, and VS Code tells the extension where it can', async () => {
    const controller = new AbortController();
    const never = Promise.withResolvers<void>();
    chatModels.answer = async (_request, report) => {
      report(text('Half'));
      await never.promise;
    };
    const events: StreamEvent[] = [];
    for await (const event of languageModels.respond(request, controller.signal)) {
      events.push(event);
      controller.abort();
    }
    assert.deepEqual(events, [
      { type: 'text', delta: 'Half' },
      { type: 'finish', reason: 'aborted' },
    ]);
    const [asked] = chatModels.requests;
    if (stopsReachExtensions) await until(() => asked?.token.isCancellationRequested === true);
    never.resolve();
  });

  test('one that the user has to allow is refused without that', async () => {
    // VS Code refuses to show dialogs while suites run, which is as if the user had declined.
    const [event, ...others] = await ask({ ...request, model: 'parley-tests/locked' });
    assert.ok(event?.type === 'error');
    assert.deepEqual([event.error.kind, others, chatModels.requests], ['forbidden', [], []]);
    assert.match(event.error.message, /does not let Parley use this model; ask again and allow it/);
  });
});

/** What a part holds, whatever VS Code made of it on its way. */
function plain(part: unknown): unknown {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  // Of the bytes only what says their kind, since VS Code makes large images smaller.
  if (part instanceof vscode.LanguageModelDataPart)
    return [part.mimeType, new TextDecoder().decode(part.data.slice(0, 4))];
  if (part instanceof vscode.LanguageModelToolCallPart)
    return { call: part.callId, name: part.name, input: part.input };
  if (part instanceof vscode.LanguageModelToolResultPart)
    return { result: part.callId, content: part.content.map(plain) };
  return assert.fail(`An unknown part: ${String(part)}`);
}

describe('the way from the first screen to an answer of a real extension', () => {
  let folder: string;
  let context: vscode.ExtensionContext;
  let app: App;
  let page: FakeView;
  let dialogs: FakeDialogs;
  let chatModels: ChatModels;

  beforeEach(async () => {
    chatModels = await realChatModels();
    dialogs = fakeDialogs();
    folder = await mkdtemp(join(tmpdir(), 'parley-app-'));
    const own = {
      globalState: memento(),
      workspaceState: memento(),
      globalStorageUri: vscode.Uri.file(folder),
      subscriptions: [],
    };
    context = Object.create(await extensionContext(), Object.getOwnPropertyDescriptors(own)) as vscode.ExtensionContext;
    page = fakeView();
    open();
  });
  afterEach(async () => {
    await close();
    mock.restoreAll();
    chatModels.requests.length = 0;
    await rm(folder, { recursive: true, force: true });
  });

  function open(): void {
    app = createApp(context);
    app.view.resolve(page.view);
    page.send({ type: 'ready' });
  }

  async function close(): Promise<void> {
    await app.dispose();
    for (const one of context.subscriptions.splice(0)) one.dispose();
  }

  /** What the page shows beside the conversation. */
  const state = () =>
    page.posted.reduce<Partial<PanelState>>((shown, message) => {
      if (message.type === 'snapshot') return message.state;
      return message.type === 'changed' ? { ...shown, ...message.change } : shown;
    }, {});

  function answer(): string {
    let transcript: Transcript = emptyTranscript;
    for (const message of page.posted) {
      if (message.type === 'snapshot') transcript = message.state.transcript;
      if (message.type === 'events') transcript = message.events.reduce(fold, transcript);
    }
    const last = transcript.turns.at(-1);
    return last?.role === 'assistant' ? last.parts.map((part) => ('text' in part ? part.text : '')).join('') : '';
  }

  const shown = { label: 'Echo', provider: 'VS Code models' };

  test('is one click, holds after a restart, and asks nobody before', async () => {
    await until(() => state().setup !== undefined);
    assert.deepEqual([state().setup?.ready, state().setup?.languageModels, state().model], [false, true, undefined]);
    page.send({ type: 'action', action: 'use-language-models' });
    // All extensions are asked for their models, twice.
    await until(() => state().setup?.ready === true || dialogs.messages.length > 0);
    assert.deepEqual([dialogs.messages, dialogs.offered, state().model], [[], [], shown]);
    page.send({ type: 'send', text: 'Is that you?' });
    await until(() => answer() === 'You said: Is that you?');
    const [asked] = chatModels.requests;
    assert.match(String(plain(asked?.messages[0]?.content[0])), /Parley/);

    await close();
    page.dispose();
    page = fakeView();
    open();
    await until(() => state().model !== undefined);
    assert.deepEqual(state().model, shown);
    page.send({ type: 'send', text: 'Still you?' });
    await until(() => answer() === 'You said: Still you?');
    assert.equal(chatModels.requests.length, 2);
  });
});

/** The editor's own storage, in memory. */
function memento(): vscode.ExtensionContext['globalState'] {
  const { values, get } = memoryState();
  return {
    keys: () => [...values.keys()],
    get: (key: string, fallback?: unknown) => get(key) ?? fallback,
    update: async (key: string, value: unknown) => void values.set(key, value),
    setKeysForSync: () => undefined,
  } as vscode.ExtensionContext['globalState'];
}
