import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import { Conversations } from '../../src/host/conversations.ts';
import type { Model, Models } from '../../src/host/models.ts';
import { Panel } from '../../src/host/panel.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { Attachment } from '../../src/model/attachment.ts';
import { openai } from '../../src/providers/registry.ts';
import { memoryFiles } from '../unit/chat/memoryFiles.ts';
import { scriptedModel, type ScriptedModel } from '../unit/chat/scriptedModel.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
const usual: Model = { connection, info: { id: 'usual' } };
const long = 'as long as it takes to be worth a word\n'.repeat(10);

const none = () => Promise.reject(new Error('Not here'));

describe('context of the panel', () => {
  let model: ScriptedModel;
  let current: Model | undefined;
  let conversations: Conversations;
  let panel: Panel;
  /** What a reload of the window makes of it, with another conversations. */
  let reopened: () => Promise<Panel>;
  let folder: string;
  let path: string;
  let warnings: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-context-'));
    path = join(folder, 'rules.txt');
    await writeFile(path, long);
    model = scriptedModel();
    current = usual;
    warnings = [];
    const state = memoryState();
    const store = new ChatStore(memoryFiles());
    const start = async () => {
      await (conversations as Conversations | undefined)?.dispose();
      conversations = new Conversations({
        store,
        clock: systemClock,
        state,
        listener: { onEvent: () => undefined, onUnsaved: () => undefined },
        onSwitch: () => undefined,
        onNotice: (text) => assert.fail(text),
      });
      const made = new Panel({
        state,
        pasted: vscode.Uri.file(tmpdir()),
        prompts: vscode.Uri.file(tmpdir()),
        conversations,
        models: { current: async () => current } as unknown as Models,
        setups: none,
        answerer: () => model.answerer,
        others: async () => [],
        recount: () => undefined,
        apply: () => Promise.resolve(),
        code: none,
        preview: none,
        summaryAgain: none,
      });
      await made.prepare();
      return made;
    };
    reopened = start;
    panel = await start();
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => void warnings.push(text));
  });
  afterEach(async () => {
    mock.restoreAll();
    await conversations.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const waiting = () => panel.snapshot().attachments;
  const attach = async () => {
    await panel.receive({ type: 'attach-files', uris: [vscode.Uri.file(path).toString()] });
    return waiting().at(-1) ?? assert.fail();
  };
  const pinned = async () => {
    const { id } = await attach();
    await panel.receive({ type: 'pin', id });
  };
  const told = async (text: string) => {
    const before = model.requests.length;
    await panel.receive({ type: 'send', text });
    await until(() => model.requests.length === before + 1);
    await model.say({ type: 'text', delta: 'So.' }, { type: 'finish', reason: 'stop' });
    await until(() => !conversations.current.isRunning);
    const last = model.requests.at(-1)?.messages.at(-1);
    return last?.role === 'user' ? last.text : assert.fail();
  };
  test('what is not pinned goes along once', async () => {
    await attach();
    assert.ok((await told('one')).includes(long));
    assert.equal(await told('two'), 'two');
  });

  test('what is pinned goes along with every question, as it is by then, and is not sent twice unchanged', async () => {
    await pinned();
    assert.ok((await told('one')).includes(long));
    assert.equal(waiting()[0]?.repeated, true);
    assert.match(await told('two'), /^File `[^`]*rules\.txt` \(unchanged: its content stands above\)\n\ntwo$/);
    await writeFile(path, `${long}and more\n`);
    await panel.receive({ type: 'draft', text: 'th', revision: 1 });
    assert.deepEqual([waiting()[0]?.repeated, waiting()[0]?.text?.includes('and more')], [undefined, true]);
    assert.ok((await told('three')).includes('and more'));
    const ids = conversations.current.transcript.turns.flatMap((turn) =>
      turn.role === 'user' ? turn.attachments.map(({ id, pinned: isPinned }) => [id, isPinned] as const) : [],
    );
    assert.equal(new Set(ids.map(([id]) => id)).size, 3);
    assert.ok(ids.every(([, isPinned]) => isPinned === undefined));
  });

  test('it survives a reload, before the first question and after it', async () => {
    await pinned();
    panel = await reopened();
    assert.deepEqual(
      waiting().map(({ pinned: isPinned, text }) => [isPinned, text]),
      [[true, long]],
    );
    assert.ok((await told('one')).includes(long));
    await writeFile(path, 'short\n');
    panel = await reopened();
    assert.deepEqual(
      waiting().map(({ pinned: isPinned, text }) => [isPinned, text]),
      [[true, 'short\n']],
    );
    assert.ok((await told('two')).includes('short'));
  });

  test('it belongs to its chat, and what waits beside it does not', async () => {
    await pinned();
    await told('one');
    const first = conversations.current.id;
    conversations.create();
    await panel.prepare();
    assert.deepEqual(waiting(), []);
    assert.equal(await told('other'), 'other');
    await conversations.open(first);
    await panel.prepare();
    assert.deepEqual(
      waiting().map(({ pinned: isPinned }) => isPinned),
      [true],
    );
    conversations.create();
    await panel.prepare();
    assert.deepEqual(waiting(), []);
  });

  test('unpinned it goes along once more; taken off it is gone for good', async () => {
    await pinned();
    await told('one');
    await panel.receive({ type: 'unpin', id: waiting()[0]?.id ?? '' });
    assert.equal(waiting()[0]?.pinned, undefined);
    assert.match(await told('two'), /rules\.txt/);
    assert.equal(await told('three'), 'three');
    await pinned();
    await panel.receive({ type: 'detach', id: waiting()[0]?.id ?? '' });
    panel = await reopened();
    assert.deepEqual(waiting(), []);
  });

  test('one that is gone is said, and the question waits', async () => {
    await pinned();
    await told('one');
    const { path: name = '' } = waiting()[0] ?? {};
    await rm(path);
    await panel.receive({ type: 'send', text: 'two' });
    assert.deepEqual(warnings, [`${name} cannot be read any more. Take it off, then ask again.`]);
    assert.equal(model.requests.length, 1);
    await panel.receive({ type: 'detach', id: waiting()[0]?.id ?? '' });
    assert.equal(await told('two'), 'two');
  });

  test('a question that a command asks has it, too; an earlier one that is edited keeps what it had', async () => {
    await pinned();
    const asking = panel.ask({ text: 'by command', attachments: [] });
    await until(() => model.requests.length === 1);
    await model.say({ type: 'text', delta: 'So.' }, { type: 'finish', reason: 'stop' });
    await asking;
    assert.ok(JSON.stringify(model.requests[0]).includes('rules.txt'));
    const { id } = conversations.current.transcript.turns[0] ?? assert.fail();
    await panel.receive({ type: 'edit', id });
    assert.deepEqual(
      waiting().map(({ pinned: isPinned }) => isPinned),
      [undefined],
    );
    await panel.receive({ type: 'pin', id: waiting()[0]?.id ?? '' });
    await panel.receive({ type: 'edit-cancel' });
    assert.deepEqual(
      waiting().map(({ pinned: isPinned }) => isPinned),
      [true],
    );
  });

  test('what came from a terminal stays as it was', async () => {
    const terminal: Attachment = {
      id: 't',
      kind: 'terminal',
      path: 'bash',
      uri: 'parley-terminal:/t',
      languageId: '',
      text: '3 tests failed',
    };
    await panel.ask({ text: '', attachments: [terminal] });
    await panel.receive({ type: 'pin', id: 't' });
    panel = await reopened();
    assert.match(await told('why'), /^Selection from the terminal `bash`\n```\n3 tests failed\n```\n\nwhy$/);
    assert.equal(waiting()[0]?.text, '3 tests failed');
  });

  test('what is sent is no draft any more, and that is newer than what the page saved', async () => {
    await panel.receive({ type: 'draft', text: 'Why?', revision: 7 });
    await told('Why?');
    panel = await reopened();
    assert.deepEqual([panel.snapshot().draft, panel.snapshot().draftRevision], ['', 8]);
    current = undefined;
    await panel.receive({ type: 'draft', text: 'And?', revision: 9 });
    await panel.receive({ type: 'send', text: 'And?' });
    assert.deepEqual([panel.snapshot().draft, panel.snapshot().draftRevision], ['And?', 9]);
  });
});
