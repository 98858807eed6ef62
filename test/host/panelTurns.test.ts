import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Uri } from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import { Conversations } from '../../src/host/conversations.ts';
import type { Model, Models } from '../../src/host/models.ts';
import { Panel } from '../../src/host/panel.ts';
import { systemClock } from '../../src/llm/clock.ts';
import { openai } from '../../src/providers/registry.ts';
import { memoryFiles } from '../unit/chat/memoryFiles.ts';
import { scriptedModel, type ScriptedModel } from '../unit/chat/scriptedModel.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
const usual: Model = { connection, info: { id: 'usual' } };
const other: Model = { connection, info: { id: 'other', contextWindow: 1_000 } };

const none = () => Promise.reject(new Error('Not here'));

describe('turns of the panel', () => {
  let model: ScriptedModel;
  let picked: Model | undefined;
  let answerers: Model[];
  let conversations: Conversations;
  let panel: Panel;

  beforeEach(() => {
    model = scriptedModel();
    picked = undefined;
    answerers = [];
    const state = memoryState();
    conversations = new Conversations({
      store: new ChatStore(memoryFiles()),
      clock: systemClock,
      state,
      listener: { onEvent: () => undefined, onUnsaved: () => undefined },
      onSwitch: () => undefined,
      onNotice: (text) => assert.fail(text),
    });
    panel = new Panel({
      state,
      pasted: Uri.file(tmpdir()),
      conversations,
      models: {
        current: async () => usual,
        pickFor: async () => picked && { ...picked, info: { id: picked.info.id } },
        find: async () => [picked],
      } as unknown as Models,
      setups: none,
      answerer: (asked) => {
        answerers.push(asked);
        return model.answerer;
      },
      others: async () => [],
      code: none,
      preview: none,
      summaryAgain: none,
    });
  });
  afterEach(() => conversations.dispose());

  const turns = () => conversations.current.transcript.turns;
  const questions = () => turns().flatMap((turn) => (turn.role === 'user' ? [turn.text] : []));
  const idAt = (index: number) => turns()[index]?.id ?? assert.fail();
  const answered = async (count: number) => {
    await until(() => model.requests.length === count);
    await model.say({ type: 'text', delta: 'So.' }, { type: 'finish', reason: 'stop' });
    await until(() => !conversations.current.isRunning);
  };
  const askTwo = async () => {
    await panel.receive({ type: 'send', text: 'one' });
    await answered(1);
    await panel.receive({ type: 'send', text: 'two' });
    await answered(2);
  };

  test('an earlier answer is given anew, and the first shown again', async () => {
    await askTwo();
    const first = idAt(1);
    await panel.receive({ type: 'retry', answer: first });
    await answered(3);
    assert.deepEqual([questions(), answerers.at(-1)], [['one'], usual]);
    await panel.receive({ type: 'switch', to: first });
    assert.deepEqual(questions(), ['one', 'two']);
  });

  test('a model is picked for one answer, with all that is known of it; without one nothing is asked', async () => {
    await askTwo();
    await panel.receive({ type: 'retry', answer: idAt(1), pick: true });
    assert.deepEqual([model.requests.length, questions()], [2, ['one', 'two']]);
    picked = other;
    await panel.receive({ type: 'retry', answer: idAt(1), pick: true });
    await answered(3);
    assert.equal(answerers.at(-1), other);
    await panel.receive({ type: 'send', text: 'three' });
    await answered(4);
    assert.equal(answerers.at(-1), usual);
  });

  test('an earlier question is edited, deleted and brought back', async () => {
    await askTwo();
    const [one, two] = [idAt(0), idAt(2)];
    await panel.receive({ type: 'edit', id: one });
    await panel.receive({ type: 'edit-send', id: one, text: 'uno' });
    await answered(3);
    assert.deepEqual(questions(), ['uno']);
    await panel.receive({ type: 'switch', to: one });
    await panel.receive({ type: 'delete', id: two });
    assert.deepEqual(questions(), ['one']);
    await panel.receive({ type: 'restore', id: two });
    assert.deepEqual(questions(), ['one', 'two']);
  });

  test('a chat of which all is deleted is no empty one: a new one begins', async () => {
    await panel.receive({ type: 'send', text: 'one' });
    await answered(1);
    const { id } = conversations.current;
    await panel.receive({ type: 'delete', id: idAt(0) });
    assert.deepEqual(questions(), []);
    conversations.create();
    assert.notEqual(conversations.current.id, id);
    const empty = conversations.current;
    conversations.create();
    assert.equal(conversations.current, empty);
  });
});
