import type { StreamEvent } from './event.ts';
import type { Tool, ToolChoice } from './tool.ts';

export interface UserMessage {
  readonly role: 'user';
  readonly text: string;
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
}

/** The one seam between conversations and providers. Never throws; see {@link StreamEvent} for the contract. */
export type Respond = (request: Request, signal: AbortSignal) => AsyncIterable<StreamEvent>;
