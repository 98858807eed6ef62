import { reopened, servedBy, withEvent } from './answer.ts';
import type { Attachment } from './attachment.ts';
import { restored, rewound, switchedTo, withoutTurn, withTurn, type Link } from './branches.ts';
import { comparedIn, isOpen, withoutCompared } from './compared.ts';
import type { ResponseError } from './error.ts';
import type { Citation, FallbackEvent, FinishReason, StreamEvent, TransientEvent } from './event.ts';
import type { TextPart, ReasoningPart, ToolCallPart } from './message.ts';
import type { Usage } from './usage.ts';

/** A model as the user picks it: a connection (who serves it) and the name it has there. */
export interface ModelRef {
  readonly connection: string;
  readonly model: string;
}

/** True for two names of one model. */
export const isSameModel = (one: ModelRef, other: ModelRef): boolean =>
  one.connection === other.connection && one.model === other.model;

/** What happens to a conversation, and what is written to disk: append-only. */
export type ChatEvent =
  | {
      readonly type: 'user';
      readonly id: string;
      readonly at: number;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      /** What a model reads in the place of `text`: what a slash command stands for. */
      readonly prompt?: string;
    }
  /**
   * A model starts to answer; `label` is how the model was named to the user then. `beside` are the answers that it
   * stands side by side with.
   */
  | {
      readonly type: 'assistant';
      readonly id: string;
      readonly at: number;
      readonly model: ModelRef;
      readonly label: string;
      /** Who serves it, as they were named then. */
      readonly provider?: string;
      readonly beside?: readonly string[];
    }
  /** The model goes on with an answer that was cut off; its stream events follow under the same id. */
  | { readonly type: 'continue'; readonly id: string; readonly at: number }
  /** With the last event of a stream, the host tells what it measured. */
  | { readonly type: 'stream'; readonly id: string; readonly event: StreamEvent; readonly took?: Took }
  /** This turn and all after it are put aside (edit, retry): what follows is another branch. */
  | { readonly type: 'rewind'; readonly to: string }
  /** The branch with this turn is shown, and gone on with; with `keep`, what stood beside it is only another version. */
  | { readonly type: 'switch'; readonly to: string; readonly keep?: true }
  /** A question is taken out with its answers; what came after it stays. */
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'restore'; readonly id: string }
  | { readonly type: 'title'; readonly title: string }
  /** Which models take over in this conversation, in their order; without a list, those of the settings. */
  | { readonly type: 'fallbacks'; readonly models?: readonly ModelRef[] };

/** How long an answer took, with all that it was gone on with. */
export interface Took {
  /** Until its first output; absent when there was none. */
  readonly firstMs?: number;
  readonly wholeMs: number;
  /** A part of it came without its usage, so that tokens and cost are not those of all. */
  readonly uncounted?: true;
}

export interface UserTurn {
  readonly role: 'user';
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What a model reads in the place of `text`. */
  readonly prompt?: string;
}

export interface RefusalPart {
  readonly type: 'refusal';
  readonly text: string;
}

export type TurnPart = TextPart | ReasoningPart | ToolCallPart | RefusalPart;

export interface AssistantTurn {
  readonly role: 'assistant';
  readonly id: string;
  readonly at: number;
  readonly model: ModelRef;
  readonly label: string;
  /** Who served that model. */
  readonly provider?: string;
  readonly parts: readonly TurnPart[];
  /** What the answer is based on, each source once. */
  readonly citations?: readonly Citation[];
  /** Each time that another model took over, in their order; `model` and `label` are those of the last. */
  readonly switches?: readonly Pick<FallbackEvent, 'from' | 'to' | 'model' | 'error'>[];
  /** What the turn waits for, until output comes. */
  readonly waiting?: Exclude<TransientEvent, { type: 'alive' }>;
  readonly usage?: Usage;
  /** Once it has ended, if it was measured. */
  readonly took?: Took;
  /** One of the two once the turn has ended; neither while it runs. */
  readonly finish?: { readonly reason: FinishReason; readonly raw?: string };
  readonly error?: ResponseError;
}

export type Turn = UserTurn | AssistantTurn;

export interface Transcript {
  /** Given by the user; otherwise derived with {@link titleOf}. */
  readonly title?: string;
  /** Which models take over here; absent when those of the settings do. */
  readonly fallbacks?: readonly ModelRef[];
  /** The branch that is shown: what a model is told, what is exported and searched. */
  readonly turns: readonly Turn[];
  /** The turns of other branches, and deleted ones; absent like `links` as long as there was only one branch. */
  readonly aside?: readonly Turn[];
  /** How all turns hang together, in the order in which they were made. */
  readonly links?: readonly Link[];
  /** The answers that several models gave to one question at a time; see {@link comparedIn}. */
  readonly compared?: readonly string[];
}

export const emptyTranscript: Transcript = { turns: [] };

/**
 * The transcript after one more event. Pure, and the only fold there is: the host and the view apply the same
 * events with it. Unchanged turns keep their identity, so that a view redraws only what changed.
 */
export function fold(transcript: Transcript, event: ChatEvent): Transcript {
  switch (event.type) {
    case 'user':
      return withTurn(withoutCompared(transcript), {
        role: 'user',
        id: event.id,
        at: event.at,
        text: event.text,
        attachments: event.attachments,
        ...(event.prompt === undefined ? {} : { prompt: event.prompt }),
      });
    case 'assistant':
      return begun(transcript, event);
    case 'continue':
      return update(transcript, event.id, reopened);
    case 'stream':
      return update(transcript, event.id, (turn) => measured(withEvent(turn, event.event), event.took));
    case 'rewind':
      return rewound(withoutCompared(transcript), event.to);
    case 'switch':
      return switchedTo(event.keep ? withoutCompared(transcript) : transcript, event.to);
    case 'delete':
      return withoutTurn(transcript, event.id);
    case 'restore':
      return restored(transcript, event.id);
    case 'title':
      return { ...transcript, title: event.title };
    case 'fallbacks':
      return withFallbacks(transcript, event.models);
  }
}

/** True while a model is answering, or one of several. */
export function isRunning(transcript: Transcript): boolean {
  return isOpen(transcript.turns.at(-1)) || comparedIn(transcript).some(isOpen);
}

/** The title to show: the user's own, or the beginning of the first question. */
export function titleOf(transcript: Transcript): string | undefined {
  if (transcript.title !== undefined) return transcript.title;
  const first = transcript.turns.find((turn) => turn.role === 'user');
  if (first === undefined) return undefined;
  const line = first.text.trim().split('\n', 1)[0] ?? '';
  const characters = Array.from(line);
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : line;
}

function begun(transcript: Transcript, event: Extract<ChatEvent, { type: 'assistant' }>): Transcript {
  const { id, at, model, label, beside } = event;
  const next = withTurn(transcript, { role: 'assistant', id, at, model, label, ...servedBy(event), parts: [] });
  return beside === undefined ? next : { ...next, compared: [...beside, id] };
}

function withFallbacks({ fallbacks: _fallbacks, ...rest }: Transcript, models: Transcript['fallbacks']): Transcript {
  return models === undefined ? rest : { ...rest, fallbacks: models };
}

/** Applies a change to the assistant's turn of this id; it is looked for from the end, where it nearly always is. */
function update(transcript: Transcript, id: string, change: (turn: AssistantTurn) => AssistantTurn): Transcript {
  const turns = updated(transcript.turns, id, change);
  if (turns !== undefined) return { ...transcript, turns };
  const aside = updated(transcript.aside ?? [], id, change);
  return aside === undefined ? transcript : { ...transcript, aside };
}

function updated(
  turns: readonly Turn[],
  id: string,
  change: (turn: AssistantTurn) => AssistantTurn,
): readonly Turn[] | undefined {
  const index = turns.findLastIndex((turn) => turn.id === id);
  const turn = turns[index];
  return turn?.role === 'assistant' ? turns.with(index, change(turn)) : undefined;
}

const measured = (turn: AssistantTurn, took: Took | undefined): AssistantTurn =>
  took === undefined ? turn : { ...turn, took };

/** Why a conversation can only be read: another window writes it, or a later version of Parley wrote it. */
export type ReadOnly = 'elsewhere' | 'newer';
