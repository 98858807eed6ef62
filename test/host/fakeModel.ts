import type { EditModel } from '../../src/host/inlineEditStream.ts';
import type { ResponseError } from '../../src/model/error.ts';
import type { FallbackEvent, FinishReason, StreamEvent } from '../../src/model/event.ts';
import type { Request } from '../../src/model/message.ts';
import type { Usage } from '../../src/model/usage.ts';

/** A model whose answer a test writes piece by piece. */
export interface FakeModel extends EditModel {
  readonly requests: readonly Request[];
  write(text: string): void;
  refuse(text: string): void;
  count(usage: Usage): void;
  finish(reason?: FinishReason): void;
  fail(error: ResponseError): void;
  /** Another model takes over. */
  hand(change: Omit<FallbackEvent, 'type'>): void;
}

/** Answers any number of requests, one at a time; aborting ends the one that runs, as the contract of Respond says. */
export function fakeModel(): FakeModel {
  const requests: Request[] = [];
  let waiting: StreamEvent[] = [];
  let wake = () => {};
  const push = (event: StreamEvent) => {
    waiting.push(event);
    wake();
  };
  return {
    model: { connection: 'test', model: 'fake' },
    label: 'Fake',
    requests,
    write: (delta) => push({ type: 'text', delta }),
    refuse: (delta) => push({ type: 'refusal', delta }),
    count: (usage) => push({ type: 'usage', usage }),
    finish: (reason = 'stop') => push({ type: 'finish', reason }),
    fail: (error) => push({ type: 'error', error }),
    hand: (change) => push({ type: 'fallback', ...change }),
    async *respond(request, signal) {
      requests.push(request);
      waiting = [];
      const abort = () => push({ type: 'finish', reason: 'aborted' });
      signal.addEventListener('abort', abort, { once: true });
      for (;;) {
        const event = waiting.shift();
        if (event === undefined) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        yield event;
        if (event.type === 'finish' || event.type === 'error') return;
      }
    },
  };
}
