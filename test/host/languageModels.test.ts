import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { LanguageModels } from '../../src/host/languageModels.ts';
import { messagesFrom, optionsFrom } from '../../src/host/languageModelRequest.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import type { Request } from '../../src/model/message.ts';
import { all } from '../unit/llm/harness.ts';
import { memoryState } from './memoryState.ts';

const request: Request = { model: 'acme/large', system: 'Be brief.', messages: [{ role: 'user', text: 'Hello?' }] };

type Ask = vscode.LanguageModelChat['sendRequest'];

/** A model of another extension that does what a test says. */
const model = (sendRequest: Ask): vscode.LanguageModelChat => ({
  name: 'Large',
  id: 'large',
  vendor: 'acme',
  family: 'large',
  version: '1',
  maxInputTokens: 64_000,
  sendRequest,
  countTokens: async () => 1,
});

const streaming = (...parts: readonly unknown[]): Ask => {
  const text = (async function* () {})();
  return async () => ({
    stream: (async function* () {
      yield* parts;
    })(),
    text,
  });
};

describe('the models of VS Code', () => {
  let models: readonly vscode.LanguageModelChat[];
  let selectors: (vscode.LanguageModelChatSelector | undefined)[];
  let manifests: object[];
  let languageModels: LanguageModels;

  beforeEach(() => {
    models = [];
    selectors = [];
    manifests = [];
    languageModels = new LanguageModels({
      lm: {
        selectChatModels: async (selector) => {
          selectors.push(selector);
          return [...models];
        },
      },
      state: memoryState(),
      extensions: () => manifests.map((packageJSON) => ({ packageJSON })),
    });
  });

  const ask = async (asked = request, signal = new AbortController().signal): Promise<readonly StreamEvent[]> =>
    all(languageModels.respond(asked, signal));

  test('are offered when an extension has some, without asking the editor, until they are chosen', () => {
    assert.equal(languageModels.isOffered, false);
    manifests.push({}, { contributes: { languageModelChatProviders: [{ vendor: 'acme' }] } });
    assert.equal(languageModels.isOffered, true);
    languageModels.choose();
    assert.deepEqual([languageModels.isOffered, languageModels.isChosen], [false, true]);
    languageModels.leave();
    assert.deepEqual([languageModels.isOffered, languageModels.isChosen, selectors], [true, false, []]);
  });

  test('are listed with what they read', async () => {
    await assert.rejects(languageModels.list(), /VS Code knows of no model; install an extension/);
    models = [model(streaming())];
    assert.deepEqual(await languageModels.list(), [{ id: 'acme/large', label: 'Large', contextWindow: 64_000 }]);
  });

  test('answer with text and tool calls', async () => {
    models = [
      model(
        streaming(
          new vscode.LanguageModelTextPart('Hel'),
          new vscode.LanguageModelTextPart('lo'),
          { something: 'new' },
          new vscode.LanguageModelToolCallPart('c1', 'look', { at: 'it' }),
        ),
      ),
    ];
    assert.deepEqual(await ask(), [
      { type: 'text', delta: 'Hel' },
      { type: 'text', delta: 'lo' },
      { type: 'tool-call', id: 'c1', name: 'look', arguments: '{"at":"it"}' },
      { type: 'finish', reason: 'tool-calls' },
    ]);
    assert.deepEqual(selectors, [{ vendor: 'acme', id: 'large' }]);
  });

  for (const [name, error, kind, words] of [
    ['no consent', vscode.LanguageModelError.NoPermissions('no'), 'forbidden', /does not let Parley/],
    ['a model that is gone', vscode.LanguageModelError.NotFound('no'), 'not-found', /pick another/],
    ['no quota', vscode.LanguageModelError.Blocked('no'), 'quota', /no quota left/],
    ['a rate limit', new Error('Rate limit exceeded'), 'rate-limited', /how often/],
    ['a chat that is too long', new Error('prompt is too long'), 'too-long', /at once/],
    ['anything else', new Error('Boom'), 'bad-response', /reported a failure/],
  ] as const) {
    test(`${name} is ${kind}`, async () => {
      models = [model(() => Promise.reject(error))];
      const [event, ...others] = await ask();
      assert.ok(event?.type === 'error');
      assert.deepEqual([event.error.kind, others], [kind, []]);
      assert.match(event.error.message, words);
    });
  }

  test('a failure in the middle keeps what came', async () => {
    models = [
      model(async () => ({
        stream: (async function* () {
          yield new vscode.LanguageModelTextPart('Half');
          throw new Error('quota: you have used all available credits');
        })(),
        text: (async function* () {})(),
      })),
    ];
    const events = await ask();
    assert.deepEqual(events[0], { type: 'text', delta: 'Half' });
    assert.ok(events[1]?.type === 'error' && events[1].error.kind === 'quota');
  });

  test('a stop ends at once, and tells the extension', async () => {
    const controller = new AbortController();
    let token: vscode.CancellationToken | undefined;
    models = [
      model(async (_messages, _options, given) => {
        token = given;
        return {
          stream: (async function* () {
            yield new vscode.LanguageModelTextPart('Half');
            await new Promise(() => undefined);
          })(),
          text: (async function* () {})(),
        };
      }),
    ];
    const events: StreamEvent[] = [];
    for await (const event of languageModels.respond(request, controller.signal)) {
      events.push(event);
      controller.abort();
    }
    assert.deepEqual(events, [
      { type: 'text', delta: 'Half' },
      { type: 'finish', reason: 'aborted' },
    ]);
    assert.equal(token?.isCancellationRequested, true);
  });

  test('are asked with images, tool calls and their results, in the shape they take', () => {
    const messages = messagesFrom({
      ...request,
      messages: [
        { role: 'user', text: 'See?', files: [{ mediaType: 'image/png', data: btoa('png') }] },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'hm' },
            { type: 'text', text: 'Looking.' },
            { type: 'tool-call', id: 'c1', name: 'look', arguments: '{"at":1}' },
            { type: 'tool-call', id: 'c2', name: 'look', arguments: 'broken' },
          ],
        },
        { role: 'tool', toolCallId: 'c1', toolName: 'look', text: 'one' },
        { role: 'tool', toolCallId: 'c2', toolName: 'look', text: 'two' },
        { role: 'assistant', parts: [{ type: 'reasoning', text: 'only' }] },
        { role: 'user', text: 'Go on.' },
      ],
    });
    assert.deepEqual(
      messages.map(({ content }) => content.length),
      [1, 2, 3, 2, 1],
    );
    const [, seen, called, results] = messages;
    const [image] = seen?.content ?? [];
    assert.ok(image instanceof vscode.LanguageModelDataPart);
    assert.deepEqual([image.mimeType, new TextDecoder().decode(image.data)], ['image/png', 'png']);
    assert.deepEqual(
      called?.content.flatMap((part) => (part instanceof vscode.LanguageModelToolCallPart ? [part.input] : [])),
      [{ at: 1 }, {}],
    );
    assert.deepEqual(
      results?.content.flatMap((part) => (part instanceof vscode.LanguageModelToolResultPart ? [part.callId] : [])),
      ['c1', 'c2'],
    );
  });

  test('are offered tools as the request says', () => {
    const tools = ['one', 'two'].map((name) => ({ name, parameters: { type: 'object' } }));
    const names = (options: vscode.LanguageModelChatRequestOptions) => options.tools?.map(({ name }) => name);
    assert.equal(names(optionsFrom(request)), undefined);
    assert.deepEqual(names(optionsFrom({ ...request, tools })), ['one', 'two']);
    assert.equal(names(optionsFrom({ ...request, tools, toolChoice: 'none' })), undefined);
    const forced = optionsFrom({ ...request, tools, toolChoice: { name: 'two' } });
    assert.deepEqual([names(forced), forced.toolMode], [['two'], vscode.LanguageModelChatToolMode.Required]);
  });
});
