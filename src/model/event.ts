import type { ResponseError } from './error.ts';
import type { ModelRef } from './transcript.ts';
import type { Usage } from './usage.ts';

/** Why a response ended, when it did not fail. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'filtered' | 'aborted';

export interface TextEvent {
  readonly type: 'text';
  readonly delta: string;
}

/** The model's words of refusal, kept apart from its answer as OpenAI does. */
export interface RefusalEvent {
  readonly type: 'refusal';
  readonly delta: string;
}

export interface ReasoningEvent {
  readonly type: 'reasoning';
  readonly delta: string;
  /** Opaque value the same provider wants back with the history (a signature, encrypted reasoning). */
  readonly replay?: unknown;
}

/** A complete call; `arguments` is the raw JSON text the model wrote and may be invalid. */
export interface ToolCallEvent {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** See {@link ReasoningEvent.replay}: some hosts sign the call instead of the reasoning. */
  readonly replay?: unknown;
}

/** Where the model found something it says. */
export interface Citation {
  readonly url?: string;
  readonly title?: string;
  /** The words of the source. */
  readonly quote?: string;
}

export interface CitationEvent {
  readonly type: 'citation';
  readonly citation: Citation;
}

/** At most one a response, before its end. */
export interface UsageEvent {
  readonly type: 'usage';
  readonly usage: Usage;
}

/**
 * The request failed before any output and is tried again after the delay. Told once more, with 0, when the user will
 * not wait.
 */
export interface RetryEvent {
  readonly type: 'retry';
  /** 1 for the first retry. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: ResponseError;
}

/** A model could not answer, and before its first word the next of the user's list takes over. */
export interface FallbackEvent {
  readonly type: 'fallback';
  /** How the two models are named to the user. */
  readonly from: string;
  readonly to: string;
  /** The one that is asked now. */
  readonly model: ModelRef;
  readonly error: ResponseError;
}

/**
 * The provider has told that it takes no more for now, or the user that it is to be sent no more, so the request has
 * not left yet. Told again when that changes, and with a delay of 0 when it leaves.
 */
export interface QueuedEvent {
  readonly type: 'queued';
  /** When it will be its turn; absent while others to the same model go first. */
  readonly delayMs?: number;
  /** It is a limit of the user's own that it waits for. */
  readonly by?: 'settings';
}

/** Bytes came that say nothing, such as a ping: the provider is there, but silent. At most one a second. */
export interface AliveEvent {
  readonly type: 'alive';
}

/** What a wait looks like is of no use later: these are neither saved nor sent to a model. */
export type TransientEvent = RetryEvent | QueuedEvent | AliveEvent | ProgressEvent;

/** True for an event that only tells how a wait goes. */
export function isTransient({ type }: StreamEvent): boolean {
  return type === 'retry' || type === 'queued' || type === 'alive' || type === 'progress';
}

/** Steps of a long job that asks a model several times, for instance a summary in parts. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

export interface FinishEvent {
  readonly type: 'finish';
  readonly reason: FinishReason;
  /** The provider's own value, when it sent one. */
  readonly raw?: string;
}

export interface ErrorEvent {
  readonly type: 'error';
  readonly error: ResponseError;
}

/**
 * What one request yields. Deltas only, never the growing message; exactly one terminal event
 * (`finish` or `error`), always last; nothing is thrown past the stream function.
 */
export type StreamEvent =
  | TextEvent
  | RefusalEvent
  | ReasoningEvent
  | ToolCallEvent
  | CitationEvent
  | UsageEvent
  | FallbackEvent
  | TransientEvent
  | FinishEvent
  | ErrorEvent;
