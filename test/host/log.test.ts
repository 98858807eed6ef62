import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { attempts, createLog, logged } from '../../src/host/log.ts';
import { stateIn } from '../../src/host/state.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import { until } from './until.ts';

const canary = 'sk-canary-0123456789abcdef';
const redact = (text: string) => text.replaceAll(canary, '[key]');

interface Spied {
  readonly lines: string[];
  readonly messages: string[];
  readonly log: ReturnType<typeof createLog>;
  end(): void;
}

/** A log whose channel and messages are kept here instead. */
function spied(): Spied {
  const lines: string[] = [];
  const messages: string[] = [];
  const write = (line: string) => void lines.push(line);
  const channel = { info: write, error: write, show: () => undefined, dispose: () => undefined };
  const create = mock.method(vscode.window, 'createOutputChannel', () => channel);
  const log = createLog(redact);
  create.mock.restore();
  const show = mock.method(vscode.window, 'showErrorMessage', async (message: string) => void messages.push(message));
  return { lines, messages, log, end: () => show.mock.restore() };
}

describe('log', () => {
  test('no key passes, whichever way it comes', async () => {
    const { log, lines, messages, end } = spied();
    log.info(`using ${canary}`);
    log.error(`failed with ${canary}${canary}`);
    log.tell(new Error(`header ${canary} is invalid`));
    log.tell(`thrown ${canary}`);
    end();
    assert.equal(lines.length, 4);
    assert.deepEqual(messages, ['That did not work. header [key] is invalid', 'That did not work. thrown [key]']);
    assert.doesNotMatch([...lines, ...messages].join(), /canary/);
  });

  test('how answers end is logged, what was asked and answered is not', async () => {
    const { log, lines, end } = spied();
    const error = { kind: 'overloaded', message: `Busy ${canary}.`, detail: 'the provider said this' } as const;
    const events: readonly StreamEvent[] = [
      { type: 'retry', attempt: 1, delayMs: 99.6, error },
      { type: 'text', delta: 'the answer' },
      { type: 'error', error },
    ];
    const respond = logged(() => streamOf(events), 'Test, m', log);
    const messages = [{ role: 'user', text: 'the question' }] as const;
    const seen: StreamEvent[] = [];
    for await (const event of respond({ model: 'm', messages }, new AbortController().signal)) seen.push(event);
    end();
    assert.deepEqual(seen, events);
    assert.deepEqual(lines, ['Test, m: trying again in 100 ms. Busy [key].', 'Test, m: overloaded. Busy [key].']);
  });

  test('work that nobody waits for never fails unheard', async () => {
    const told: unknown[] = [];
    const attempt = attempts({ tell: (failure) => void told.push(failure) });
    await attempt(() => Promise.reject(new Error('later')));
    await attempt(() => {
      throw new Error('at once');
    });
    await attempt(() => 7);
    assert.deepEqual(told.map(String), ['Error: later', 'Error: at once']);
  });

  test('a storage that does not take a value is a line in the log', async () => {
    const lines: string[] = [];
    const memento: vscode.Memento = {
      keys: () => [],
      get: () => undefined,
      update: () => Promise.reject(new Error('no room')),
    };
    stateIn(memento, { error: (line) => void lines.push(line) }).update('model', 1);
    await until(() => lines.length === 1);
    assert.match(lines[0] ?? '', /“model”.*no room/);
  });
});

async function* streamOf(events: readonly StreamEvent[]): AsyncGenerator<StreamEvent> {
  yield* events;
}
