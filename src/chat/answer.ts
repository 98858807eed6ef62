import type { ResponseError } from '../model/error.ts';
import type { ErrorEvent, FinishEvent, StreamEvent } from '../model/event.ts';
import type { Request, Respond, Wake } from '../model/message.ts';
import type { Clock } from './clock.ts';
import type { Seam } from './seam.ts';

/** How long a stopped answer may take to end by itself, with what it still has to tell, before it is ended. */
const stopGraceMs = 1_000;

export interface AnswerOptions {
  readonly clock: Clock;
  /** Joins the answer to the text it continues; asked for once, before the model is. */
  readonly seam?: () => Promise<Seam>;
  /** Receives what the model says; the last event, and only that, is a `finish` or an `error`. */
  emit(event: StreamEvent): void;
}

type Terminal = FinishEvent | ErrorEvent;

/** One answer that is being given. However the stream behind it behaves, it ends exactly once and never throws. */
export class Answer implements Wake {
  readonly #options: AnswerOptions;
  readonly #controller = new AbortController();
  readonly #done = Promise.withResolvers<void>();
  readonly #sleepers = new Set<() => void>();
  #seam: Seam | undefined;
  #hasEnded = false;
  #hasSaid = false;

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
    const asked = { ...request, wake: this };
    try {
      [this.#seam] = await Promise.all([this.#options.seam?.(), ready]);
      if (signal.aborted) return this.#end(aborted);
      if ((await this.#read(respond(asked, signal))) === 'ended') return;
      this.#options.emit({ type: 'retry', attempt: 1, delayMs: 0, error: nothingSaid.error });
      if ((await this.#read(respond(asked, signal))) === 'empty') this.#end(nothingSaid);
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

  /** Ends the wait for a retry or for the provider's limit, if there is one. */
  askNow(): void {
    for (const run of this.#sleepers) run();
  }

  listen(run: () => void): () => void {
    this.#sleepers.add(run);
    return () => void this.#sleepers.delete(run);
  }

  /** Ends at once, because nobody will be there to receive it. */
  interrupt(error: ResponseError): void {
    this.#end({ type: 'error', error });
    this.#controller.abort();
  }

  /** Passes a stream on; `empty` when it finished well without a word, which is not passed on. */
  async #read(events: AsyncIterable<StreamEvent>): Promise<'ended' | 'empty'> {
    for await (const event of events) {
      if (this.#isEmpty(event)) return 'empty';
      this.#receive(event);
      if (this.#hasEnded) return 'ended';
    }
    const { aborted: isStopped } = this.#controller.signal;
    this.#end(isStopped ? aborted : broken('The answer stopped without an end.', 'interrupted'));
    return 'ended';
  }

  /** Nothing more is a good end for an answer that is only gone on with. */
  #isEmpty(event: StreamEvent): boolean {
    return event.type === 'finish' && event.reason === 'stop' && !this.#hasSaid && this.#options.seam === undefined;
  }

  #receive(event: StreamEvent): void {
    if (this.#hasEnded) return;
    const { emit } = this.#options;
    const seam = this.#seam;
    if (event.type === 'finish' || event.type === 'error') return this.#end(event);
    if (said.has(event.type)) this.#hasSaid = true;
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
    this.#emitText(this.#seam?.end(isWhole ? 'finished' : 'broken off') ?? '');
    this.#options.emit(event);
    this.#done.resolve();
  }

  #emitText(delta: string): void {
    if (delta !== '') this.#options.emit({ type: 'text', delta });
  }
}

const said: ReadonlySet<StreamEvent['type']> = new Set(['text', 'refusal', 'reasoning', 'tool-call', 'citation']);

const aborted: FinishEvent = { type: 'finish', reason: 'aborted' };

/** Some servers now and then end an answer before its first word; asking once more mostly helps. */
const nothingSaid: ErrorEvent = {
  type: 'error',
  error: { kind: 'bad-response', message: 'The model gave an empty answer twice. Try again, or pick another model.' },
};

/** For a stream that did not keep its contract. What it threw may hold anything, so it is not shown. */
function broken(message: string, kind: 'interrupted' | 'bad-response'): ErrorEvent {
  return { type: 'error', error: { kind, message } };
}
