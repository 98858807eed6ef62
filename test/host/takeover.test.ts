import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import type { Transcript } from '../../src/model/transcript.ts';
import { openStage, type Stage } from '../faults/stage.ts';
import { answerOf, wires } from '../faults/wires.ts';
import type { StageOptions } from '../faults/wiring.ts';
import type { Step } from '../servers/faultServer.ts';

const [first, second] = [wires.chat.model, wires.anthropic.model];
const spare = { connection: 'second', model: second };

const answers = (words: string): Step => ({ bytes: answerOf(wires.chat, words) });
const spareAnswers = (words: string): Step => ({ bytes: answerOf(wires.anthropic, words) });
const refuses = (status: number): readonly Step[] => [{ status }, { bytes: '{"error":{"message":"No."}}' }];

/** How often the file tells that another model took over. */
const tellings = async (stage: Stage): Promise<number> => (await stage.file()).split('"type":"fallback"').length - 1;

const answerIn = ({ turns }: Transcript, index: number) => {
  const turn = turns.filter(({ role }) => role === 'assistant')[index];
  return turn?.role === 'assistant' ? turn : assert.fail('no such answer');
};

describe('another model takes over', () => {
  const list = (value: unknown) =>
    vscode.workspace.getConfiguration('parley').update('fallbacks', value, vscode.ConfigurationTarget.Global);
  let stage: Stage;

  const open = async (options: StageOptions, ...script: readonly (readonly Step[])[]) => {
    stage = await openStage({ second: 'anthropic', ...options });
    for (const steps of script) stage.server.script(...steps);
  };
  const paths = () => stage.server.requests.map(({ path }) => path);

  beforeEach(() => list([`second/${second}`]));
  afterEach(async () => {
    await stage.close();
    await list(undefined);
  });

  /** What the page shows is what is on disk. */
  async function expectSaved(): Promise<Transcript> {
    const saved = await stage.onDisk();
    assert.deepEqual(JSON.parse(JSON.stringify(saved.turns)), JSON.parse(JSON.stringify(stage.page.transcript.turns)));
    return saved;
  }

  for (const status of [529, 503]) {
    test(`after a status ${status}, visibly, once, and on disk; the next question goes to the picked one again`, async () => {
      await open({ speed: 20 }, refuses(status), refuses(status), refuses(status), [spareAnswers('From the spare.')]);
      await stage.ask();
      const { answer, words, retries } = stage.page;
      assert.deepEqual([words, answer.label, answer.finish?.reason], ['From the spare.', second, 'stop']);
      assert.deepEqual(
        answer.switches?.map(({ from, to, error }) => [from, to, error.kind]),
        [[first, second, 'overloaded']],
      );
      assert.equal(retries.length, 2, 'it was tried again first');
      assert.deepEqual(paths(), [...Array<string>(3).fill('/v1/chat/completions'), '/v1/messages']);
      assert.equal(await tellings(stage), 1);
      await expectSaved();

      stage.server.script(answers('From the first.'));
      await stage.ask('And?');
      assert.deepEqual([stage.page.words, stage.page.answer.label], ['From the first.', first]);
      assert.equal(stage.page.answer.switches, undefined);
      assert.equal(paths().at(-1), '/v1/chat/completions');
      const sent = JSON.stringify(stage.server.requests.at(-1)?.body);
      assert.ok(sent.includes('From the spare.') && sent.includes('And?'), 'it reads what the other one said');
      const saved = await expectSaved();
      assert.deepEqual([answerIn(saved, 0).label, answerIn(saved, 1).label], [second, first]);
      assert.equal(await tellings(stage), 1);
    });
  }

  test('after a silence that is too long, without another try; still so after a reload', async () => {
    await open({ address: 'far', speed: 400 }, [{ wait: 'never' }], [spareAnswers('From the spare.')]);
    await stage.ask();
    assert.deepEqual(paths(), ['/v1/chat/completions', '/v1/messages']);
    assert.equal(stage.page.answer.switches?.[0]?.error.kind, 'timeout');
    await expectSaved();
    await stage.reload();
    assert.deepEqual([stage.page.words, stage.page.answer.label], ['From the spare.', second]);
    assert.equal(stage.page.answer.switches?.length, 1);
  });

  test('an answer that broke after its first word is gone on with by the next at a click, and the chat says so', async () => {
    const half = Buffer.concat([wires.chat.open, wires.chat.text('The first half and')]);
    await open({}, [{ bytes: half }, { cut: 'destroy' }], [spareAnswers(' the second.')]);
    await stage.ask();
    assert.equal(stage.server.requests.length, 1, 'nobody is asked by itself');
    assert.deepEqual(stage.page.end.buttons, ['Continue', `Continue with ${second}`, 'Retry']);
    stage.send({ type: 'continue', model: spare });
    await stage.answered();
    assert.equal(stage.page.words, 'The first half and the second.');
    const { label, switches, error } = stage.page.answer;
    assert.deepEqual(
      [label, switches?.map(({ from, to }) => [from, to]), error],
      [first, [[first, second]], undefined],
    );
    assert.match(JSON.stringify(stage.server.requests[1]?.body), /The first half and/);
    assert.equal(await tellings(stage), 1);
    await expectSaved();
  });

  test('one that nobody could give offers nobody twice', async () => {
    await open({ speed: 20 }, refuses(529), refuses(529), refuses(529), refuses(401));
    await stage.ask();
    assert.equal(stage.server.requests.length, 4);
    assert.match(stage.page.end.words, new RegExp(`${second} could not answer either`));
    assert.deepEqual(stage.page.end.buttons, ['Retry']);
  });

  test('a mistake in the setup hands over at a click only', async () => {
    await open({}, refuses(401), [spareAnswers('From the spare.')]);
    await stage.ask();
    assert.deepEqual(stage.page.end.buttons, ['Add a key…', `Try ${second}`]);
    stage.send({ type: 'retry', model: spare });
    await stage.answered();
    assert.deepEqual([stage.page.words, stage.page.answer.label], ['From the spare.', second]);
    await expectSaved();
  });

  test('a list of the chat’s own goes before that of the settings', async () => {
    await open({}, refuses(401));
    stage.conversations.current.chooseFallbacks([]);
    await stage.ask();
    await stage.reload();
    assert.deepEqual(stage.page.end.buttons, ['Add a key…']);
  });
});
