import type { Citation, FallbackEvent, StreamEvent } from './event.ts';
import type { AssistantTurn, TurnPart } from './transcript.ts';
import { sumUsage } from './usage.ts';

/** An answer after one more event of its stream. Pure; parts that did not change keep their identity. */
export function withEvent(turn: AssistantTurn, event: StreamEvent): AssistantTurn {
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
function switched(turn: AssistantTurn, event: FallbackEvent): AssistantTurn {
  const { from, to, model, error } = event;
  const { provider: _provider, ...rest } = turn;
  const author = turn.parts.length === 0 ? { ...rest, model, label: to, ...servedBy(event) } : turn;
  return { ...author, switches: [...(turn.switches ?? []), { from, to, model, error }] };
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

/** An answer that had ended, and is gone on with. */
export function reopened(turn: AssistantTurn): AssistantTurn {
  const { finish: _finish, error: _error, waiting: _waiting, took: _took, ...open } = turn;
  return open;
}

/** Who served an answer, where that was told. */
export const servedBy = ({ provider }: { readonly provider?: string }) => (provider === undefined ? {} : { provider });
