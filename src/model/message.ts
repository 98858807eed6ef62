import type { StreamEvent } from './event.ts';
import type { Tool, ToolChoice } from './tool.ts';

/** An image or a document, as bytes. */
export interface FilePart {
  /** For instance `image/png` or `application/pdf`. */
  readonly mediaType: string;
  /** Base64, without line breaks. */
  readonly data: string;
  readonly name?: string;
}

export interface UserMessage {
  readonly role: 'user';
  readonly text: string;
  /** What goes along; models read it before the text. */
  readonly files?: readonly FilePart[];
  /** Only asks to go on with the answer before it: left out where a model does so by itself when its own words come last. */
  readonly goOn?: true;
}

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** See {@link ReasoningEvent.replay}; only meaningful to the provider and model that sent it. */
  readonly replay?: unknown;
}

export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** See {@link ReasoningEvent.replay}: some hosts sign the call instead of the reasoning. */
  readonly replay?: unknown;
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly parts: readonly (TextPart | ReasoningPart | ToolCallPart)[];
}

export interface ToolMessage {
  readonly role: 'tool';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly text: string;
  readonly failed?: boolean;
}

/** One entry of the history as a model reads it. */
export type Message = UserMessage | AssistantMessage | ToolMessage;

/** What is asked of a model. Nothing unset is sent: an absent field leaves the choice to the provider. */
export interface Request {
  readonly model: string;
  readonly system?: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly reasoningEffort?: ReasoningEffort;
  /** The answer is to be JSON of this schema. */
  readonly responseFormat?: ResponseFormat;
  /** Not for the model: the user may end a wait before it is asked. */
  readonly wake?: Wake;
  /** Not for the model: it may think for long, so its silence means less. */
  readonly thinks?: true;
  /** Nothing will be asked on top of this, so that keeping its beginning at the provider would only cost. */
  readonly isLast?: true;
}

/** The user's word that a wait is over. May come many times, and mean nothing when nothing waits. */
export interface Wake {
  /** Returns the function that ends it. */
  listen(run: () => void): () => void;
}

/** How long a model may think before it answers; each dialect has its own words or numbers for it. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** Structured output. */
export interface ResponseFormat {
  readonly name: string;
  /** JSON Schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** The one seam between conversations and providers. Never throws; see {@link StreamEvent} for the contract. */
export type Respond = (request: Request, signal: AbortSignal) => AsyncIterable<StreamEvent>;
