import type { ErrorEvent, FinishEvent, StreamEvent } from '../model/event.ts';
import type { Request, Respond } from '../model/message.ts';
import type { Clock } from './clock.ts';
import { windowClosed } from './interrupted.ts';
import type { Seam } from './seam.ts';

/** How long a stopped answer may take to end by itself, with what it still has to tell, before it is ended. */
const stopGraceMs = 1_000;

export interface AnswerOptions {
  readonly clock: Clock;
  /** Joins the answer to the text it continues. */
  readonly seam?: Seam;
  /** Receives what the model says; the last event, and only that, is a `finish` or an `error`. */
  emit(event: StreamEvent): void;
}

type Terminal = FinishEvent | ErrorEvent;

/** One answer that is being given. However the stream behind it behaves, it ends exactly once and never throws. */
export class Answer {
  readonly #options: AnswerOptions;
  readonly #controller = new AbortController();
  readonly #done = Promise.withResolvers<void>();
  #hasEnded = false;

  constructor(options: AnswerOptions) {
    this.#options = options;
  }

  /** Resolves after the last event. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Sends the request once `ready` and passes on what comes. */
  async run(request: Request, respond: Respond, ready: Promise<void>): Promise<void> {
    const { signal } = this.#controller;
    try {
      await ready;
      if (signal.aborted) return this.#end(aborted);
      for await (const event of respond(request, signal)) {
        this.#receive(event);
        if (this.#hasEnded) return;
      }
      this.#end(signal.aborted ? aborted : broken('The answer stopped without an end.', 'interrupted'));
    } catch {
      this.#end(signal.aborted ? aborted : broken('The answer failed unexpectedly.', 'bad-response'));
    }
  }

  /** Asks the model to stop; false when it was asked already. */
  stop(): boolean {
    if (this.#controller.signal.aborted) return false;
    const cancelTimer = this.#options.clock.after(stopGraceMs, () => this.#end(aborted));
    void this.done.then(cancelTimer);
    this.#controller.abort();
    return true;
  }

  /** Ends at once, because the window goes away. */
  interrupt(): void {
    this.#end({ type: 'error', error: windowClosed });
    this.#controller.abort();
  }

  #receive(event: StreamEvent): void {
    if (this.#hasEnded) return;
    const { seam, emit } = this.#options;
    if (event.type === 'finish' || event.type === 'error') return this.#end(event);
    if (seam === undefined) return emit(event);
    switch (event.type) {
      case 'text':
        return this.#emitText(seam.push(event.delta));
      case 'reasoning':
        // Thoughts in the middle of an answer would cut its text, and a code block in it, in two.
        return;
      case 'refusal':
      case 'tool-call':
        this.#emitText(seam.end('finished'));
    }
    return emit(event);
  }

  #end(event: Terminal): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const isWhole = event.type === 'finish' && event.reason !== 'aborted';
    this.#emitText(this.#options.seam?.end(isWhole ? 'finished' : 'broken off') ?? '');
    this.#options.emit(event);
    this.#done.resolve();
  }

  #emitText(delta: string): void {
    if (delta !== '') this.#options.emit({ type: 'text', delta });
  }
}

const aborted: FinishEvent = { type: 'finish', reason: 'aborted' };

/** For a stream that did not keep its contract. What it threw may hold anything, so it is not shown. */
function broken(message: string, kind: 'interrupted' | 'bad-response'): ErrorEvent {
  return { type: 'error', error: { kind, message } };
}
