import type { Answerer } from '../../../src/chat/answerer.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request, Respond } from '../../../src/model/message.ts';

/** A model whose every word a test says when it wants to. */
export interface ScriptedModel {
  readonly answerer: Answerer;
  /** What was asked, without what is not for the model. */
  readonly requests: Omit<Request, 'wake'>[];
  readonly signals: AbortSignal[];
  /** The reader went away from this many answers before their end. */
  readonly left: number;
  /** Gives the events to the answer that is being read, and lets them be read. */
  say(...events: StreamEvent[]): Promise<void>;
  /** Ends the stream as it is, without a terminal event. */
  close(): Promise<void>;
}

/** Lets everything run that waits for nothing. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function scriptedModel(model = { connection: 'c', model: 'm' }): ScriptedModel {
  const requests: Omit<Request, 'wake'>[] = [];
  const signals: AbortSignal[] = [];
  let queue: StreamEvent[] = [];
  let isClosed = false;
  let left = 0;
  let wake = () => {};
  const respond: Respond = async function* ({ wake: _wake, ...request }, signal) {
    requests.push(request);
    signals.push(signal);
    queue = [];
    isClosed = false;
    let isRead = false;
    try {
      for (;;) {
        if (isClosed) break;
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) yield event;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      isRead = true;
    } finally {
      if (!isRead) left++;
    }
  };
  return {
    answerer: { model, label: 'M', respond },
    requests,
    signals,
    get left() {
      return left;
    },
    async say(...events) {
      await settle();
      queue.push(...events);
      wake();
      await settle();
    },
    async close() {
      await settle();
      isClosed = true;
      wake();
      await settle();
    },
  };
}
