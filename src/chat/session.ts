import type { Attachment } from '../model/attachment.ts';
import { comparedIn } from '../model/compared.ts';
import type { ResponseError } from '../model/error.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import {
  emptyTranscript,
  fold,
  type ChatEvent,
  type ModelRef,
  type ReadOnly,
  type Took,
  type Transcript,
} from '../model/transcript.ts';
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
import { sideBySide } from './sideBySide.ts';
import { stopwatch } from './stopwatch.ts';

export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What a model reads in the place of `text`: what a slash command stands for. */
  readonly prompt?: string;
}

/** Who is asked; more than one answer side by side. */
export type Answerers = readonly [Answerer, ...Answerer[]];

/** A change of what is shown of what was said; nothing is asked. */
export type BranchEvent = Extract<ChatEvent, { type: 'switch' | 'delete' | 'restore' }>;

export interface SessionOptions {
  readonly id: string;
  /** What was loaded; a new conversation has none. */
  readonly transcript?: Transcript;
  /** What the file lacks of the transcript; see `SavedChat`. */
  readonly lacks?: ChatEvent | undefined;
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
 * One conversation: its transcript, the answers that are being given (several only to one question), its file. Operations return false when they do
 * not apply now, and never throw; each answer ends with exactly one `finish` or `error`.
 */
export class Session {
  readonly id: string;
  readonly readOnly: ReadOnly | undefined;
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #listeners = new Set<Listener>();
  #transcript: Transcript;
  /** Those that are being given, by the turn they fill. */
  readonly #answers = new Map<string, Answer>();
  #unsaved: string | undefined;
  #isDisposed = false;
  #heardAtMs = 0;

  constructor({ id, transcript, lacks, clock, readOnly, append }: SessionOptions) {
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
    if (lacks !== undefined) this.#recorder.add(lacks);
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
    return this.#answers.size > 0;
  }

  /** Nothing can be asked now. */
  get #isClosed(): boolean {
    return this.isRunning || this.#isDisposed || this.readOnly !== undefined;
  }

  /** Resolves once each answer is complete and all is written, or could not be. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.#answers.values()].map(({ done }) => done));
    await this.#recorder.flush();
  }

  /** Returns the function that ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  ask(question: Question, ...answerers: Answerers): boolean {
    if (this.#isClosed) return false;
    this.#emit({ type: 'user', id: this.#newId(), at: this.#clock.now(), ...question });
    this.#answerLast(answerers);
    return true;
  }

  /** Has the question of an answer answered by others, too: theirs stand beside it. */
  askOthers(answer: string, answerers: readonly Answerer[]): boolean {
    const turn = this.#transcript.turns.find(({ id }) => id === answer);
    if (this.#isClosed || turn?.role !== 'assistant' || answerers.length === 0) return false;
    const compared = comparedIn(this.#transcript).map(({ id }) => id);
    this.#emit({ type: 'rewind', to: answer });
    this.#answerLast(answerers, compared.includes(answer) ? compared : [answer]);
    return true;
  }

  /** Goes on with one of several answers. The others are stopped, and stay as other versions. */
  async keep(id: string): Promise<boolean> {
    const canKeep = () => !this.#isDisposed && comparedIn(this.#transcript).some((turn) => turn.id === id);
    if (this.readOnly !== undefined || !canKeep()) return false;
    const others = [...this.#answers].flatMap(([other, answer]) => (other === id ? [] : [answer]));
    for (const other of others) other.stop();
    await Promise.all(others.map(({ done }) => done));
    if (!canKeep()) return false;
    this.#emit({ type: 'switch', to: id, keep: true });
    void this.#recorder.flush();
    return true;
  }

  /** Answers a question again, the last one unless an answer is named; the answer it had stays, as another version. */
  retry(answerer: Answerer, answer?: string): boolean {
    const { turns } = this.#transcript;
    const replaced = answer === undefined ? turns.at(-1) : turns.find(({ id }) => id === answer);
    if (this.#isClosed || replaced === undefined) return false;
    if (replaced.role === 'assistant') this.#emit({ type: 'rewind', to: replaced.id });
    else if (answer !== undefined) return false;
    this.#answerLast([answerer]);
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
    const isCompared = comparedIn(transcript).length > 0;
    this.#start({ id: last.id, messagesFor, seam, took: last.took }, isCompared ? alone(answerer) : answerer);
    return true;
  }

  /** Whether a model can read what it would get to go on with the last answer. */
  isReadableBy(answerer: Answerer): boolean {
    return fits(requestOf(answerer, continueRequest(this.#transcript, answerer.model)), answerer);
  }

  /** Asks a question in another way; the first way and all that came after it stay, as another branch. */
  edit(id: string, question: Question, ...answerers: Answerers): boolean {
    const replaced = this.#transcript.turns.find((turn) => turn.id === id);
    if (this.#isClosed || replaced?.role !== 'user') return false;
    this.#emit({ type: 'rewind', to: id });
    return this.ask(question, ...answerers);
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

  /** Stops one answer, or all; what came of them stays. */
  stop(id?: string): boolean {
    return this.#running(id)
      .map((answer) => answer.stop())
      .includes(true);
  }

  /** Waits no longer for a retry or for the provider's limit. */
  askNow(id?: string): void {
    for (const answer of this.#running(id)) answer.askNow();
  }

  /** Takes what another window wrote; only for one that can only be read. */
  follow(transcript: Transcript): void {
    this.#transcript = transcript;
  }

  /** Ends what is being answered as interrupted; resolves when all is written or could not be. */
  async dispose(reason: ResponseError = windowClosed): Promise<void> {
    this.#isDisposed = true;
    for (const answer of this.#running()) answer.interrupt(reason);
    await this.#recorder.flush();
    this.#recorder.dispose();
  }

  #running(id?: string): readonly Answer[] {
    const all = [...this.#answers];
    return all.flatMap(([one, answer]) => (id === undefined || one === id ? [answer] : []));
  }

  #answerLast(answerers: readonly Answerer[], before: readonly string[] = []): void {
    const transcript = this.#transcript;
    const messagesFor = (model: ModelRef) => history(transcript, model);
    const at = this.#clock.now();
    const { ids, events } = sideBySide(transcript, answerers, { before, at, newId: () => this.#newId() });
    for (const event of events) this.#emit(event);
    const isOne = before.length + ids.length === 1;
    for (const [index, id] of ids.entries()) {
      const answerer = answerers[index];
      // Another model in its place would spoil the comparison.
      if (answerer !== undefined)
        this.#start({ id, messagesFor, took: { wholeMs: 0 } }, isOne ? answerer : alone(answerer));
    }
  }

  #start({ id, messagesFor, seam, took }: Start, answerer: Answerer): void {
    const measure = stopwatch(this.#clock, took);
    const answer = new Answer({
      clock: this.#clock,
      ...(seam === undefined ? {} : { seam }),
      emit: (event) => this.#receive(id, event, measure(event)),
    });
    this.#answers.set(id, answer);
    const respond = inOrder({
      first: answerer,
      others: async () => (await answerer.fallbacks?.(this.#transcript.fallbacks)) ?? [],
      refit: (request, { model }) => ({ ...request, model: model.model, messages: messagesFor(model) }),
    });
    // The question is on disk before it leaves; a disk that refuses does not keep it from being answered.
    void answer.run(requestOf(answerer, messagesFor(answerer.model)), respond, this.#recorder.flush());
  }

  #receive(id: string, event: StreamEvent, took?: Took): void {
    const isLast = event.type === 'finish' || event.type === 'error';
    if (isLast) this.#answers.delete(id);
    this.#emit({ type: 'stream', id, event, ...(took === undefined ? {} : { took }) });
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

const alone = ({ fallbacks: _fallbacks, ...answerer }: Answerer): Answerer => answerer;

interface Start {
  readonly id: string;
  /** What a model reads: each understands another part of what others said. */
  messagesFor(model: ModelRef): readonly Message[];
  readonly seam?: () => Promise<Seam>;
  /** What the answer took so far; undefined when that is not known. */
  readonly took: Took | undefined;
}
