import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import type { ChatView } from '../../src/host/chatView.ts';
import { Conversations } from '../../src/host/conversations.ts';
import type { Model, Models } from '../../src/host/models.ts';
import { Panel } from '../../src/host/panel.ts';
import type { Setups } from '../../src/host/setups.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { Attachment } from '../../src/model/attachment.ts';
import type { Respond } from '../../src/model/message.ts';
import type { Setup } from '../../src/protocol.ts';
import { openai } from '../../src/providers/registry.ts';
import { memoryFiles } from '../unit/chat/memoryFiles.ts';
import { scriptedModel, type ScriptedModel } from '../unit/chat/scriptedModel.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
const gpt: Model = { connection, info: { id: 'gpt' } };
const notReady: Setup = { ready: false, local: [], environment: [], demo: true };
const ready: Setup = { ready: true, local: [], environment: [], demo: false };
const finish = { type: 'finish', reason: 'stop' } as const;

function attachment(id: string, more: Partial<Attachment> = {}): Attachment {
  return { id, kind: 'file', path: `${id}.ts`, uri: `file:///${id}.ts`, languageId: 'ts', text: id, ...more };
}

describe('panel', () => {
  let model: ScriptedModel;
  let current: Model | undefined;
  let others: readonly Model[];
  let answerers: Model[];
  let conversations: Conversations;
  let panel: Panel;
  /** What is on disk, as a window that starts finds it. */
  let started: () => Conversations;
  /** What a reload of the window makes of it. */
  let reopened: () => Panel;
  let look: () => Promise<Setup>;
  let focused: (string | undefined)[];
  let refreshes: number;
  const changes: unknown[] = [];
  let resummarized: (readonly Attachment[])[];
  let warnings: string[];
  let choice: string | undefined;

  beforeEach(() => {
    model = scriptedModel();
    current = gpt;
    others = [];
    answerers = [];
    focused = [];
    refreshes = 0;
    resummarized = [];
    warnings = [];
    choice = undefined;
    look = async () => notReady;
    const state = memoryState();
    const store = new ChatStore(memoryFiles());
    started = () =>
      new Conversations({
        store,
        clock: systemClock,
        state,
        listener: { onEvent: () => undefined, onUnsaved: () => undefined },
        onSwitch: () => panel.endEdit(),
        onNotice: (text) => assert.fail(text),
      });
    conversations = started();
    reopened = () =>
      new Panel({
        state,
        pasted: vscode.Uri.file(join(tmpdir(), 'parley-pasted')),
        prompts: vscode.Uri.file(join(tmpdir(), 'parley-pasted')),
        conversations,
        models: { current: async () => current, pick: async () => undefined } as unknown as Models,
        setups: async () => ({ look: () => look() }) as unknown as Setups,
        answerer: (asked, respond?: Respond) => {
          answerers.push(asked);
          const window = asked.info.contextWindow ?? Infinity;
          return { ...model.answerer, window, ...(respond === undefined ? {} : { respond }) };
        },
        others: async (asked) => (asked === gpt ? others : []),
        code: () => Promise.reject(new Error('No code')),
        preview: () => Promise.reject(new Error('No preview')),
        recount: () => undefined,
        apply: () => Promise.resolve(),
        summaryAgain: async (files) => {
          resummarized.push(files);
          return model.answerer.respond;
        },
      });
    panel = reopened();
    panel.attachView({
      changed: (change: unknown) => void changes.push(change),
      reveal: async () => undefined,
      focus: (text?: string) => void focused.push(text),
      refresh: async () => void (refreshes += 1),
    } as unknown as ChatView);
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => {
      warnings.push(text);
      return choice;
    });
  });
  afterEach(async () => {
    mock.restoreAll();
    await conversations.dispose();
  });

  const questions = () =>
    conversations.current.transcript.turns.flatMap((turn) => (turn.role === 'user' ? [turn.text] : []));
  const waiting = () => panel.snapshot().attachments.map(({ id }) => id);
  const asked = (count: number) => until(() => model.requests.length === count);
  const ended = async () => {
    await model.say({ type: 'text', delta: 'So.' });
    await model.say(finish);
    await until(() => !conversations.current.isRunning);
  };

  test('a command asks, and the panel shows it', async () => {
    await panel.ask({ text: 'Why?', attachments: [attachment('a')] });
    await asked(1);
    assert.deepEqual([questions(), focused, waiting()], [['Why?'], [''], []]);
  });

  test('what a page tells before it was shown anything leaves the chat of the last time the one that is shown', async () => {
    await panel.ask({ text: 'Why?', attachments: [] });
    await asked(1);
    await ended();
    await conversations.dispose();
    conversations = started();
    panel = reopened();
    await panel.receive({ type: 'draft', text: '', revision: 1 });
    await panel.prepare();
    assert.deepEqual(questions(), ['Why?']);
  });

  test('without a model, the question and what goes along wait in the composer', async () => {
    current = undefined;
    await panel.ask({ text: 'Why?', attachments: [attachment('a')] });
    assert.deepEqual([questions(), focused, waiting()], [[], ['Why?'], ['a']]);
    await panel.ask({ text: '', attachments: [attachment('a'), attachment('b')] });
    assert.deepEqual(
      [focused, waiting()],
      [
        ['Why?', ''],
        ['a', 'b'],
      ],
    );
  });

  test('while an answer runs, stopping it makes room', async () => {
    await panel.ask({ text: 'one', attachments: [] });
    await asked(1);
    choice = 'Stop and Ask';
    const asking = panel.ask({ text: 'two', attachments: [] });
    await until(() => model.signals[0]?.aborted === true);
    await model.say({ type: 'finish', reason: 'aborted' });
    await asking;
    await asked(2);
    assert.deepEqual([questions(), warnings.length], [['one', 'two'], 1]);
  });

  test('while an answer runs, a new chat makes room', async () => {
    await panel.ask({ text: 'one', attachments: [] });
    const { id } = conversations.current;
    choice = 'Ask in a New Chat';
    await panel.ask({ text: 'two', attachments: [] });
    assert.deepEqual(questions(), ['two']);
    assert.notEqual(conversations.current.id, id);
  });

  test('left alone, the question waits in the composer; a long summary, which has nothing to send later, does not', async () => {
    await panel.ask({ text: 'one', attachments: [] });
    await asked(1);
    await panel.ask({ text: 'two', attachments: [attachment('a')] });
    assert.deepEqual([questions(), focused, waiting()], [['one'], ['', 'two'], ['a']]);
    const { text: _text, ...withoutText } = attachment('b');
    await panel.ask({ text: 'Summarize this file.', attachments: [withoutText] }, gpt, model.answerer.respond);
    assert.deepEqual([questions(), focused, waiting()], [['one'], ['', 'two'], ['a']]);
  });

  test('what cannot be sent goes back to the page, with what goes along kept', async () => {
    await panel.ask({ text: '', attachments: [attachment('a')] });
    current = undefined;
    await panel.receive({ type: 'send', text: 'Why?' });
    assert.deepEqual([refreshes, waiting(), questions()], [1, ['a'], []]);
    current = gpt;
    await panel.receive({ type: 'send', text: 'one' });
    await panel.receive({ type: 'send', text: 'two' });
    assert.deepEqual([refreshes, waiting(), questions()], [2, [], ['one']]);
  });

  test('an edit that is refused keeps the attachments of both questions', async () => {
    await panel.ask({ text: 'one', attachments: [attachment('a')] });
    await asked(1);
    await ended();
    await panel.ask({ text: '', attachments: [attachment('b')] });
    const [question] = conversations.current.transcript.turns;
    await panel.receive({ type: 'edit', id: question?.id ?? '' });
    assert.deepEqual(waiting(), ['a']);
    current = undefined;
    await panel.receive({ type: 'edit-send', id: question?.id ?? '', text: 'other' });
    assert.deepEqual([refreshes, waiting(), questions()], [1, ['b', 'a'], ['one']]);
  });

  test('an edit gives back the attachments of the question it interrupted, also when another chat is shown', async () => {
    await panel.ask({ text: 'one', attachments: [attachment('a')] });
    await asked(1);
    await ended();
    await panel.ask({ text: '', attachments: [attachment('b')] });
    const id = conversations.current.transcript.turns[0]?.id ?? '';
    await panel.receive({ type: 'edit', id });
    await panel.receive({ type: 'edit-send', id, text: 'other' });
    assert.deepEqual([questions(), waiting()], [['other'], ['b']]);
    await asked(2);
    await ended();
    const again = conversations.current.transcript.turns[0]?.id ?? '';
    await panel.receive({ type: 'edit', id: again });
    conversations.create();
    assert.deepEqual(waiting(), ['b']);
  });

  test('what goes along with a question that is not asked yet survives a reload of the window', async () => {
    await panel.ask({ text: 'one', attachments: [attachment('a')] });
    await asked(1);
    await ended();
    await panel.ask({ text: '', attachments: [attachment('b'), attachment('c')] });
    await panel.receive({ type: 'detach', id: 'c' });
    assert.deepEqual(reopened().snapshot().attachments, [attachment('b')]);
    const id = conversations.current.transcript.turns[0]?.id ?? '';
    await panel.receive({ type: 'edit', id });
    assert.deepEqual(
      [waiting(), reopened().snapshot().attachments],
      [['a'], [attachment('b')]],
      'those of a question that is edited are in the chat already',
    );
    await panel.receive({ type: 'edit-cancel' });
    await panel.receive({ type: 'send', text: 'two' });
    assert.deepEqual(reopened().snapshot().attachments, []);
  });

  test('what was too large to keep is read from its file again; one that is gone keeps the question in the composer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-panel-'));
    const path = join(folder, 'large.ts');
    const line = 'let x;'.padEnd(99);
    const uri = vscode.Uri.file(path).toString();
    await writeFile(path, `${line}\n`.repeat(400));
    const large = attachment('large', { uri, text: `${line}\n`.repeat(400) });
    const part = attachment('part', { uri, text: line.repeat(400), lines: { start: 2, end: 3 } });
    await panel.ask({ text: '', attachments: [large, part] });
    panel = reopened();
    assert.ok(panel.snapshot().attachments.every(({ text }) => text === undefined));
    await panel.receive({ type: 'send', text: 'one' });
    await asked(1);
    const [turn] = conversations.current.transcript.turns;
    assert.deepEqual(turn?.role === 'user' && turn.attachments, [large, { ...part, text: `${line}\n${line}` }]);
    await ended();

    await panel.ask({ text: '', attachments: [attachment('gone', { uri: `${uri}.gone`, text: 'x'.repeat(40_000) })] });
    panel = reopened();
    await panel.receive({ type: 'send', text: 'two' });
    assert.deepEqual([questions(), waiting()], [['one'], ['gone']]);
    assert.match(warnings.at(-1) ?? '', /gone\.ts cannot be read any more\. Take it off, then ask again\./);
    await rm(folder, { recursive: true });
  });

  test('a slow look at the surroundings does not undo a later one', async () => {
    const slow = Promise.withResolvers<Setup>();
    const looking = Promise.withResolvers<void>();
    current = undefined;
    look = () => {
      looking.resolve();
      return slow.promise;
    };
    const first = panel.prepare();
    await looking.promise;
    current = gpt;
    await panel.prepare();
    slow.resolve(notReady);
    await first;
    const { setup, model: shown } = panel.snapshot();
    assert.deepEqual([setup, shown], [ready, { label: 'gpt', provider: 'OpenAI' }]);
  });

  test('a model that is gone is gone from the snapshot', async () => {
    await panel.prepare();
    assert.ok(panel.snapshot().model);
    current = undefined;
    await panel.prepare();
    assert.ok(!('model' in panel.snapshot()));
  });

  test('a long summary is given anew, with its files read again', async () => {
    const { text: _text, ...withoutText } = attachment('a');
    await panel.ask({ text: 'Summarize this file.', attachments: [withoutText] }, gpt, model.answerer.respond);
    await asked(1);
    await ended();
    await panel.receive({ type: 'retry' });
    await asked(2);
    assert.deepEqual(resummarized, [[withoutText]]);
  });

  test('a fallback is asked at a click; no model that is not one, or that cannot read so much by now', async () => {
    const other: Model = { connection: { ...connection, id: 'second', label: 'Second' }, info: { id: 'gpt' } };
    others = [{ connection, info: { id: 'small', contextWindow: 1_000 } }, other];
    await panel.prepare();
    assert.equal(panel.snapshot().fallbacks?.length, 2);
    const ref = { connection: 'second', model: 'gpt' };
    await panel.ask({ text: 'Why? '.repeat(1_000), attachments: [] });
    await asked(1);
    await model.say({ type: 'error', error: { kind: 'unauthorized', message: 'No.' } });
    panel.failed();
    assert.deepEqual(changes.at(-1), { fallbacks: [{ ...ref, label: 'gpt', provider: 'Second' }] });
    for (const refused of [
      { ...ref, model: 'dear' },
      { connection: 'openai', model: 'small' },
    ])
      await panel.receive({ type: 'retry', model: refused });
    await panel.receive({ type: 'continue', model: { connection: 'gone', model: 'gpt' } });
    assert.equal(model.requests.length, 1);
    await panel.receive({ type: 'retry', model: ref });
    await asked(2);
    assert.equal(answerers.at(-1), other);
    await ended();
  });

  test('the draft is kept, at a length that the editor can keep', async () => {
    await panel.receive({ type: 'draft', text: 'x'.repeat(100_001), revision: 1 });
    assert.equal(panel.snapshot().draft.length, 100_000);
  });

  test('links open as they are shown, and only those of the web and of mail', async () => {
    const opened: string[] = [];
    mock.method(vscode.env, 'openExternal', async (target: unknown) => opened.push(String(target)) > 0);
    const safe = ['https://example.com/a?b=c%26d&e=%2F#f', 'http://localhost:1/', 'mailto:a@example.com'];
    const unsafe = [
      'command:workbench.action.quit',
      'vscode://parley.parley/x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      'blob:https://example.com/x',
      '//example.com',
      '\\\\host\\share',
      ' command:workbench.action.quit',
      '',
    ];
    for (const url of [...safe, ...unsafe]) await panel.receive({ type: 'open-link', url });
    assert.deepEqual(opened, safe);
  });

  test('opens no attachment that the conversation does not have', async () => {
    await panel.receive({ type: 'open-attachment', id: 'file:///etc/passwd' });
    assert.deepEqual([vscode.window.activeTextEditor, warnings], [undefined, []]);
  });

  test('says how many invisible characters were kept from the model', async () => {
    const told = mock.method(vscode.window, 'showInformationMessage', async () => undefined);
    await panel.ask({ text: 'what is this', attachments: [attachment('a', { text: 'safe\u{e0041}\u{e0042}' })] });
    assert.deepEqual(
      told.mock.calls.map(({ arguments: [text] }) => text),
      ['2 invisible characters in what you attached were not sent.'],
    );
  });
});
