import type { Attachment } from '../model/attachment.ts';
import type { ResponseError } from '../model/error.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import { emptyTranscript, fold, type ChatEvent, type ModelRef, type Transcript } from '../model/transcript.ts';
import { Answer } from './answer.ts';
import { requestOf, type Answerer } from './answerer.ts';
import type { Clock } from './clock.ts';
import { inOrder } from './fallback.ts';
import { fits } from './fits.ts';
import { handover } from './handover.ts';
import { continueRequest, endOf, history, visibleText } from './history.ts';
import { newId } from './ids.ts';
import { windowClosed } from './interrupted.ts';
import type { Entry } from './record.ts';
import { Recorder } from './recorder.ts';
import type { Seam } from './seam.ts';

export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** A change of what is shown of what was said; nothing is asked. */
export type BranchEvent = Extract<ChatEvent, { type: 'switch' | 'delete' | 'restore' }>;

/** Why a conversation can only be read: another window writes it, or a later version of Parley wrote it. */
export type ReadOnly = 'elsewhere' | 'newer';

export interface SessionOptions {
  readonly id: string;
  /** What was loaded; a new conversation has none. */
  readonly transcript?: Transcript;
  readonly clock: Clock;
  /** It can only be read. */
  readonly readOnly?: ReadOnly;
  /** Writes to disk; see `ChatStore.append`. */
  append(id: string, entries: readonly Entry[]): Promise<void>;
}

/** Told of everything that happens, in order, at once; must not throw. */
export interface Listener {
  onEvent(event: ChatEvent): void;
  /** The reason why the conversation cannot be written, for the time being; undefined once it can again. */
  onUnsaved(reason: string | undefined): void;
}

/**
 * One conversation: its transcript, the answer that is being given, its file. Operations return false when they do
 * not apply now, and never throw; each answer ends with exactly one `finish` or `error`.
 */
export class Session {
  readonly id: string;
  readonly readOnly: ReadOnly | undefined;
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #listeners = new Set<Listener>();
  #transcript: Transcript;
  #answer: Answer | undefined;
  #unsaved: string | undefined;
  #isDisposed = false;
  #heardAtMs = 0;

  constructor({ id, transcript, clock, readOnly, append }: SessionOptions) {
    this.id = id;
    this.readOnly = readOnly;
    this.#transcript = transcript ?? emptyTranscript;
    this.#clock = clock;
    this.#recorder = new Recorder({
      by: newId(clock.now()),
      clock,
      append: (entries) => append(id, entries),
      onState: (reason) => this.#setUnsaved(reason),
    });
  }

  get transcript(): Transcript {
    return this.#transcript;
  }

  /** The reason why the conversation cannot be written, for the time being. */
  get unsaved(): string | undefined {
    return this.#unsaved;
  }

  /** How long nothing new has come of the answer that is being given; signs of life are nothing new. */
  get quietMs(): number {
    return this.#clock.now() - this.#heardAtMs;
  }

  get isRunning(): boolean {
    return this.#answer !== undefined;
  }

  /** Nothing can be asked now. */
  get #isClosed(): boolean {
    return this.isRunning || this.#isDisposed || this.readOnly !== undefined;
  }

  /** Resolves once the answer is complete and all is written, or could not be. */
  async whenIdle(): Promise<void> {
    await this.#answer?.done;
    await this.#recorder.flush();
  }

  /** Returns the function that ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  ask({ text, attachments }: Question, answerer: Answerer): boolean {
    if (this.#isClosed) return false;
    this.#emit({ type: 'user', id: this.#newId(), at: this.#clock.now(), text, attachments });
    this.#answerLast(answerer);
    return true;
  }

  /** Answers a question again, the last one unless an answer is named; the answer it had stays, as another version. */
  retry(answerer: Answerer, answer?: string): boolean {
    const { turns } = this.#transcript;
    const replaced = answer === undefined ? turns.at(-1) : turns.find(({ id }) => id === answer);
    if (this.#isClosed || replaced === undefined) return false;
    if (replaced.role === 'assistant') this.#emit({ type: 'rewind', to: replaced.id });
    else if (answer !== undefined) return false;
    this.#answerLast(answerer);
    return true;
  }

  /** Goes on with an answer that was cut off. One that stopped before its first word is given anew. */
  continueLast(answerer: Answerer): boolean {
    const last = this.#transcript.turns.at(-1);
    if (this.#isClosed || last?.role !== 'assistant') return false;
    if (visibleText(last).trim() === '') return this.retry(answerer);
    const transcript = this.#transcript;
    const messagesFor = (model: ModelRef) => continueRequest(transcript, model);
    // Few answers are gone on with.
    const seam = async () => (await import('./seam.ts')).createSeam(endOf(last));
    this.#emit({ type: 'continue', id: last.id, at: this.#clock.now() });
    const handed = handover(last, answerer);
    if (handed !== undefined) this.#receive(last.id, handed);
    this.#start({ id: last.id, messagesFor, seam }, answerer);
    return true;
  }

  /** Whether a model can read what it would get to go on with the last answer. */
  isReadableBy(answerer: Answerer): boolean {
    return fits(requestOf(answerer, continueRequest(this.#transcript, answerer.model)), answerer);
  }

  /** Asks a question in another way; the first way and all that came after it stay, as another branch. */
  edit(id: string, question: Question, answerer: Answerer): boolean {
    const replaced = this.#transcript.turns.find((turn) => turn.id === id);
    if (this.#isClosed || replaced?.role !== 'user') return false;
    this.#emit({ type: 'rewind', to: id });
    return this.ask(question, answerer);
  }

  /** Shows another branch, takes a question out with its answers, or brings it back. */
  change(event: BranchEvent): boolean {
    if (this.#isClosed || fold(this.#transcript, event) === this.#transcript) return false;
    this.#emit(event);
    // Nothing else comes soon, and whoever closes the window now means to find it so.
    void this.#recorder.flush();
    return true;
  }

  /** Gives the conversation a title of the user's; also while an answer runs. */
  rename(title: string): boolean {
    if (this.readOnly !== undefined) return false;
    this.#emit({ type: 'title', title });
    return true;
  }

  /** Chooses who takes over in this conversation; without models, it is those of the settings. */
  chooseFallbacks(models: readonly ModelRef[] | undefined): boolean {
    if (this.readOnly !== undefined) return false;
    this.#emit(models === undefined ? { type: 'fallbacks' } : { type: 'fallbacks', models });
    return true;
  }

  /** Stops the answer; what came of it stays. */
  stop(): boolean {
    return this.#answer?.stop() ?? false;
  }

  /** Waits no longer for a retry or for the provider's limit. */
  askNow(): void {
    this.#answer?.askNow();
  }

  /** Takes what another window wrote; only for one that can only be read. */
  follow(transcript: Transcript): void {
    this.#transcript = transcript;
  }

  /** Ends the answer that is being given as interrupted; resolves when all is written or could not be. */
  async dispose(reason: ResponseError = windowClosed): Promise<void> {
    this.#isDisposed = true;
    this.#answer?.interrupt(reason);
    await this.#recorder.flush();
    this.#recorder.dispose();
  }

  #answerLast(answerer: Answerer): void {
    const transcript = this.#transcript;
    const messagesFor = (model: ModelRef) => history(transcript, model);
    const id = this.#newId();
    this.#emit({ type: 'assistant', id, at: this.#clock.now(), model: answerer.model, label: answerer.label });
    this.#start({ id, messagesFor }, answerer);
  }

  #start({ id, messagesFor, seam }: Start, answerer: Answerer): void {
    const answer = new Answer({
      clock: this.#clock,
      ...(seam === undefined ? {} : { seam }),
      emit: (event) => this.#receive(id, event),
    });
    this.#answer = answer;
    const respond = inOrder({
      first: answerer,
      others: async () => (await answerer.fallbacks?.(this.#transcript.fallbacks)) ?? [],
      refit: (request, { model }) => ({ ...request, model: model.model, messages: messagesFor(model) }),
    });
    // The question is on disk before it leaves; a disk that refuses does not keep it from being answered.
    void answer.run(requestOf(answerer, messagesFor(answerer.model)), respond, this.#recorder.flush());
  }

  #receive(id: string, event: StreamEvent): void {
    const isLast = event.type === 'finish' || event.type === 'error';
    if (isLast) this.#answer = undefined;
    this.#emit({ type: 'stream', id, event });
    if (isLast) void this.#recorder.flush();
  }

  #emit(event: ChatEvent): void {
    this.#transcript = fold(this.#transcript, event);
    if (event.type !== 'stream' || event.event.type !== 'alive') this.#heardAtMs = this.#clock.now();
    this.#recorder.add(event);
    for (const listener of this.#listeners) listener.onEvent(event);
  }

  #setUnsaved(reason: string | undefined): void {
    this.#unsaved = reason;
    for (const listener of this.#listeners) listener.onUnsaved(reason);
  }

  #newId(): string {
    return newId(this.#clock.now());
  }
}

interface Start {
  readonly id: string;
  /** What a model reads: each understands another part of what others said. */
  messagesFor(model: ModelRef): readonly Message[];
  readonly seam?: () => Promise<Seam>;
}
