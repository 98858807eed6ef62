import type { Attachment } from './attachment.ts';
import { restored, rewound, switchedTo, withoutTurn, withTurn, type Link } from './branches.ts';
import type { ResponseError } from './error.ts';
import type { Citation, FallbackEvent, FinishReason, StreamEvent, TransientEvent } from './event.ts';
import type { TextPart, ReasoningPart, ToolCallPart } from './message.ts';
import { sumUsage, type Usage } from './usage.ts';

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
    }
  /** A model starts to answer; `label` is how the model was named to the user then. */
  | {
      readonly type: 'assistant';
      readonly id: string;
      readonly at: number;
      readonly model: ModelRef;
      readonly label: string;
    }
  /** The model goes on with an answer that was cut off; its stream events follow under the same id. */
  | { readonly type: 'continue'; readonly id: string; readonly at: number }
  | { readonly type: 'stream'; readonly id: string; readonly event: StreamEvent }
  /** This turn and all after it are put aside (edit, retry): what follows is another branch. */
  | { readonly type: 'rewind'; readonly to: string }
  /** The branch with this turn is shown, and gone on with. */
  | { readonly type: 'switch'; readonly to: string }
  /** A question is taken out with its answers; what came after it stays. */
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'restore'; readonly id: string }
  | { readonly type: 'title'; readonly title: string }
  /** Which models take over in this conversation, in their order; without a list, those of the settings. */
  | { readonly type: 'fallbacks'; readonly models?: readonly ModelRef[] };

export interface UserTurn {
  readonly role: 'user';
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
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
  readonly parts: readonly TurnPart[];
  /** What the answer is based on, each source once. */
  readonly citations?: readonly Citation[];
  /** Each time that another model took over, in their order; `model` and `label` are those of the last. */
  readonly switches?: readonly Pick<FallbackEvent, 'from' | 'to' | 'model' | 'error'>[];
  /** What the turn waits for, until output comes. */
  readonly waiting?: Exclude<TransientEvent, { type: 'alive' }>;
  readonly usage?: Usage;
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
}

export const emptyTranscript: Transcript = { turns: [] };

/**
 * The transcript after one more event. Pure, and the only fold there is: the host and the view apply the same
 * events with it. Unchanged turns keep their identity, so that a view redraws only what changed.
 */
export function fold(transcript: Transcript, event: ChatEvent): Transcript {
  switch (event.type) {
    case 'user':
      return withTurn(transcript, {
        role: 'user',
        id: event.id,
        at: event.at,
        text: event.text,
        attachments: event.attachments,
      });
    case 'assistant':
      return withTurn(transcript, {
        role: 'assistant',
        id: event.id,
        at: event.at,
        model: event.model,
        label: event.label,
        parts: [],
      });
    case 'continue':
      return update(transcript, event.id, reopen);
    case 'stream':
      return update(transcript, event.id, (turn) => foldTurn(turn, event.event));
    case 'rewind':
      return rewound(transcript, event.to);
    case 'switch':
      return switchedTo(transcript, event.to);
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

/** True while a model is answering. */
export function isRunning(transcript: Transcript): boolean {
  const last = transcript.turns.at(-1);
  return last?.role === 'assistant' && last.finish === undefined && last.error === undefined;
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

function reopen(turn: AssistantTurn): AssistantTurn {
  const { finish: _finish, error: _error, waiting: _waiting, ...open } = turn;
  return open;
}

function foldTurn(turn: AssistantTurn, event: StreamEvent): AssistantTurn {
  switch (event.type) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return { ...arrived(turn), parts: extend(turn.parts, event) };
    case 'tool-call':
      return { ...arrived(turn), parts: [...turn.parts, event] };
    case 'citation':
      return { ...arrived(turn), citations: cited(turn.citations ?? [], event.citation) };
    case 'usage':
      return { ...turn, usage: turn.usage === undefined ? event.usage : sumUsage(turn.usage, event.usage) };
    case 'alive':
      return turn;
    case 'retry':
    case 'queued':
    case 'progress':
      return { ...turn, waiting: event };
    case 'fallback':
      return switched(arrived(turn), event);
    case 'finish':
      return {
        ...arrived(turn),
        finish: event.raw === undefined ? { reason: event.reason } : { reason: event.reason, raw: event.raw },
      };
    case 'error':
      return { ...arrived(turn), error: event.error };
  }
}

/** An answer that is gone on with stays that of the model that began it. */
function switched(turn: AssistantTurn, { from, to, model, error }: FallbackEvent): AssistantTurn {
  const author = turn.parts.length === 0 ? { model, label: to } : {};
  return { ...turn, ...author, switches: [...(turn.switches ?? []), { from, to, model, error }] };
}

function cited(citations: readonly Citation[], citation: Citation): readonly Citation[] {
  const isKnown = citations.some(({ url, title, quote }) =>
    citation.url === undefined ? title === citation.title && quote === citation.quote : url === citation.url,
  );
  return isKnown ? citations : [...citations, citation];
}

function arrived(turn: AssistantTurn): AssistantTurn {
  if (turn.waiting === undefined) return turn;
  const { waiting: _waiting, ...rest } = turn;
  return rest;
}

/** A delta joins the last part when that is of its kind; a reasoning part that has its signature is closed. */
function extend(parts: readonly TurnPart[], event: Extract<StreamEvent, { delta: string }>): readonly TurnPart[] {
  // An empty delta between two of another kind would cut their part in two.
  if (event.delta === '' && (event.type !== 'reasoning' || event.replay === undefined)) return parts;
  const last = parts.at(-1);
  const open = last?.type === event.type && !(last.type === 'reasoning' && last.replay !== undefined);
  const text = open ? last.text + event.delta : event.delta;
  const part: TurnPart =
    event.type === 'reasoning' && event.replay !== undefined
      ? { type: 'reasoning', text, replay: event.replay }
      : { type: event.type, text };
  return open ? parts.with(-1, part) : [...parts, part];
}
