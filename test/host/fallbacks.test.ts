import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { Answerers } from '../../src/host/answerers.ts';
import { chooseFallbacks } from '../../src/host/chooseFallbacks.ts';
import type { Session } from '../../src/chat/session.ts';
import type { Model } from '../../src/host/models.ts';
import { readSettings } from '../../src/host/settings.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import type { Request } from '../../src/model/message.ts';
import type { ModelRef } from '../../src/model/transcript.ts';
import { openai } from '../../src/providers/registry.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';

const source = (id: string) => ({ id, label: id.toUpperCase(), provider: openai });
const refOf = ({ connection, info }: Model): ModelRef => ({ connection: connection.id, model: info.id });
const one: Model = { connection: source('c'), info: { id: 'one', label: 'One' } };
const two: Model = { connection: source('c'), info: { id: 'org/two', contextWindow: 900 } };
const three: Model = { connection: source('d'), info: { id: 'three', label: 'Three', contextWindow: 32_000 } };
const all = [one, two, three];

const find = async (refs: readonly ModelRef[]) =>
  refs.map((ref) => all.find((model) => JSON.stringify(refOf(model)) === JSON.stringify(ref)));
const overloaded: StreamEvent = { type: 'error', error: { kind: 'overloaded', message: 'Busy.' } };
const stop: StreamEvent = { type: 'finish', reason: 'stop' };

describe('fallback models', () => {
  const own = () => vscode.workspace.getConfiguration('parley');
  const set = (value: unknown) => own().update('fallbacks', value, vscode.ConfigurationTarget.Global);
  const inSettings = () => JSON.parse(JSON.stringify(readSettings().fallbacks)) as unknown;

  beforeEach(() => set(undefined));
  afterEach(async () => {
    mock.restoreAll();
    await set(undefined);
    await own().update('instructions', undefined, vscode.ConfigurationTarget.Global);
  });

  describe('in use', () => {
    let asked: Request[];
    let problems: string[];
    let answerers: Answerers;

    beforeEach(() => {
      asked = [];
      problems = [];
      answerers = new Answerers({
        models: { find },
        respondOf: ({ info }) =>
          async function* (request) {
            asked.push(request);
            yield info.id === 'three' ? stop : overloaded;
          },
        onProblem: (sentence) => void problems.push(sentence),
      });
    });

    const eventsOf = async (request: Request, chosen?: readonly ModelRef[]) => {
      const events: StreamEvent[] = [];
      const respond = answerers.respond(one, () => chosen);
      for await (const event of respond(request, new AbortController().signal)) events.push(event);
      return events;
    };
    const question: Request = { model: 'one', messages: [{ role: 'user', text: 'Why?' }] };

    test('are those of the settings, in order; what cannot be used is told and skipped', async () => {
      await set(['c/one', 'nonsense', 'gone/model', 'c/org/two', { connection: 'd', model: 'three' }]);
      const labels = (await answerers.of(one).fallbacks?.(undefined))?.map(({ label }) => label);
      assert.deepEqual(labels, ['org/two', 'Three']);
      assert.equal(problems.length, 2);
      assert.match(problems[0] ?? '', /"nonsense" of the settings is not used/);
      assert.match(problems[1] ?? '', /“gone\/model” is not used\. Set up the connection “gone” first/);
    });

    test('are those of the conversation where it has a list, even an empty one', async () => {
      await set(['c/org/two']);
      const of = async (list: readonly ModelRef[]) =>
        (await answerers.of(one).fallbacks?.(list))?.map(({ label }) => label);
      assert.deepEqual(await of([refOf(three)]), ['Three']);
      assert.deepEqual(await of([]), []);
    });

    test('have the instructions of the settings and a window of their own', async () => {
      await own().update('instructions', 'In German.', vscode.ConfigurationTarget.Global);
      await set(['d/three']);
      const [other] = (await answerers.of(one).fallbacks?.(undefined)) ?? [];
      assert.match(other?.system ?? '', /In German\./);
      assert.equal(other?.window, 32_000);
    });

    test('answer an inline edit or a summary too, asked by their own names', async () => {
      await set(['c/org/two', 'd/three']);
      const types = (await eventsOf(question)).map(({ type }) => type);
      assert.deepEqual(types, ['fallback', 'fallback', 'finish']);
      assert.deepEqual(
        asked.map(({ model }) => model),
        ['one', 'org/two', 'three'],
      );
      assert.deepEqual((await eventsOf(question, [])).at(-1), overloaded);
    });

    test('an answer of many requests leaves them to these', () => {
      assert.equal(answerers.of(one, answerers.respond(one)).fallbacks, undefined);
    });
  });

  describe('chosen by command', () => {
    let dialogs: FakeDialogs;
    let picks: (Model | undefined)[];
    let inChat: (readonly ModelRef[] | undefined)[];
    let ofChat: readonly ModelRef[] | undefined;
    let readOnly: Session['readOnly'];

    beforeEach(() => {
      dialogs = fakeDialogs();
      picks = [];
      inChat = [];
      ofChat = undefined;
      readOnly = undefined;
    });

    const run = (...labels: string[]) => {
      dialogs.picks.push(...labels);
      return chooseFallbacks({
        models: { find, pickFor: async () => picks.shift() },
        session: {
          readOnly,
          transcript: { turns: [], ...(ofChat === undefined ? {} : { fallbacks: ofChat }) },
          chooseFallbacks: (list) => inChat.push(list) > 0,
        },
      });
    };

    test('are added one after the other, and kept at once', async () => {
      picks = [three, two, three, undefined];
      await run('All chats', 'Add', 'Add', 'Add', 'Add');
      assert.deepEqual(inSettings(), [refOf(three), refOf(two)]);
      assert.deepEqual(dialogs.offered.at(-1)?.slice(0, 2), ['1. Three', '2. org/two']);
    });

    test('change places and go', async () => {
      await set(['c/one', 'c/org/two', 'd/three']);
      await run('All chats', 'Three', 'earlier', 'One', 'later', 'org/two', 'Remove', 'Done');
      assert.deepEqual(inSettings(), [refOf(three), refOf(one)]);
      await run('All chats', 'Three', 'Remove', 'One', 'Remove', 'Done');
      assert.deepEqual(inSettings(), []);
      assert.equal(own().inspect('fallbacks')?.globalValue, undefined);
    });

    test('the first cannot be asked earlier, nor the last later', async () => {
      await set(['c/one', 'd/three']);
      await run('All chats', 'One');
      assert.deepEqual(dialogs.offered.at(-2), ['$(arrow-down) Ask later', '$(trash) Remove']);
      await run('All chats', 'Three');
      assert.deepEqual(dialogs.offered.at(-2), ['$(arrow-up) Ask earlier', '$(trash) Remove']);
    });

    test('for one chat begin with those of all, and the settings stay as they are', async () => {
      await set(['c/one']);
      picks = [three];
      await run('This chat', 'Add', 'Done');
      assert.deepEqual(inChat, [[refOf(one), refOf(three)]]);
      assert.deepEqual(inSettings(), ['c/one']);
    });

    test('a chat with a list of its own can go back to that of all', async () => {
      assert.ok(!(await run(), dialogs.offered[0]?.some((label) => label.includes('Use those of all'))));
      ofChat = [];
      await run('Use those of all');
      assert.deepEqual(inChat, [undefined]);
    });

    test('a chat that a later version wrote, or another window writes, is not offered', async () => {
      for (readOnly of ['newer', 'elsewhere'] as const) {
        await run();
        assert.deepEqual(dialogs.offered.at(-1), ['$(globe) All chats and edits']);
      }
    });

    test('a model whose connection is gone shows by its name', async () => {
      await set(['gone/model']);
      await run('All chats');
      assert.deepEqual(dialogs.offered.at(-1)?.[0], '1. model');
    });
  });
});
