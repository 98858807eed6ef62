import type { Attachment } from '../model/attachment.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Message, Respond } from '../model/message.ts';
import {
  emptyTranscript,
  fold,
  type AssistantTurn,
  type ChatEvent,
  type ModelRef,
  type Transcript,
} from '../model/transcript.ts';
import { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import { continueRequest, history, visibleText } from './history.ts';
import { newId } from './ids.ts';
import type { Entry } from './record.ts';
import { Recorder } from './recorder.ts';
import { createSeam, type Seam } from './seam.ts';

/** Who answers. */
export interface Answerer {
  readonly model: ModelRef;
  /** How the model is named to the user. */
  readonly label: string;
  readonly respond: Respond;
  readonly system?: string;
  readonly maxOutputTokens?: number;
}

export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface SessionOptions {
  readonly id: string;
  /** What was loaded; a new conversation has none. */
  readonly transcript?: Transcript;
  readonly clock: Clock;
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
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #listeners = new Set<Listener>();
  #transcript: Transcript;
  #answer: Answer | undefined;
  #unsaved: string | undefined;

  constructor({ id, transcript, clock, append }: SessionOptions) {
    this.id = id;
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

  get isRunning(): boolean {
    return this.#answer !== undefined;
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
    if (this.isRunning) return false;
    this.#emit({ type: 'user', id: this.#newId(), at: this.#clock.now(), text, attachments });
    this.#answerLast(answerer);
    return true;
  }

  /** Answers the last question again; the answer it had is dropped. */
  retry(answerer: Answerer): boolean {
    const last = this.#transcript.turns.at(-1);
    if (this.isRunning || last === undefined) return false;
    if (last.role === 'assistant') this.#emit({ type: 'rewind', to: last.id });
    this.#answerLast(answerer);
    return true;
  }

  /** Goes on with an answer that was cut off. One that stopped before its first word is given anew. */
  continueLast(answerer: Answerer): boolean {
    const last = this.#transcript.turns.at(-1);
    if (this.isRunning || last?.role !== 'assistant') return false;
    if (visibleText(last).trim() === '') return this.retry(answerer);
    const messages = continueRequest(this.#transcript, answerer.model);
    this.#emit({ type: 'continue', id: last.id, at: this.#clock.now() });
    this.#start({ id: last.id, messages, seam: createSeam(endOf(last)) }, answerer);
    return true;
  }

  /** Replaces a question and drops everything after it. */
  editLast(id: string, question: Question, answerer: Answerer): boolean {
    const replaced = this.#transcript.turns.find((turn) => turn.id === id);
    if (this.isRunning || replaced?.role !== 'user') return false;
    this.#emit({ type: 'rewind', to: id });
    return this.ask(question, answerer);
  }

  /** Gives the conversation a title of the user's; also while an answer runs. */
  rename(title: string): void {
    this.#emit({ type: 'title', title });
  }

  /** Stops the answer; what came of it stays. */
  stop(): boolean {
    return this.#answer?.stop() ?? false;
  }

  /** Ends the answer that is being given as interrupted; resolves when all is written or could not be. */
  async dispose(): Promise<void> {
    this.#answer?.interrupt();
    await this.#recorder.flush();
    this.#recorder.dispose();
  }

  #answerLast(answerer: Answerer): void {
    const messages = history(this.#transcript, answerer.model);
    const id = this.#newId();
    this.#emit({ type: 'assistant', id, at: this.#clock.now(), model: answerer.model, label: answerer.label });
    this.#start({ id, messages }, answerer);
  }

  #start({ id, messages, seam }: { id: string; messages: readonly Message[]; seam?: Seam }, answerer: Answerer): void {
    const { model, label: _label, respond, ...rest } = answerer;
    const answer = new Answer({
      clock: this.#clock,
      ...(seam === undefined ? {} : { seam }),
      emit: (event) => this.#receive(id, event),
    });
    this.#answer = answer;
    // The question is on disk before it leaves; a disk that refuses does not keep it from being answered.
    void answer.run({ model: model.model, messages, ...rest }, respond, this.#recorder.flush());
  }

  #receive(id: string, event: StreamEvent): void {
    const isLast = event.type === 'finish' || event.type === 'error';
    if (isLast) this.#answer = undefined;
    this.#emit({ type: 'stream', id, event });
    if (isLast) void this.#recorder.flush();
  }

  #emit(event: ChatEvent): void {
    this.#transcript = fold(this.#transcript, event);
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

/** The text that a continuation is appended to: see how the transcript joins deltas to its last part. */
function endOf({ parts }: AssistantTurn): string {
  const last = parts.at(-1);
  return last?.type === 'text' ? last.text : '';
}
