import type { StreamEvent } from '../model/event.ts';
import type { ChatEvent } from '../model/transcript.ts';

/**
 * The same story in fewer events: deltas of an answer that follow each other become one, also when other answers talk in
 * between. Folds to the same transcript.
 */
export function coalesce(events: readonly ChatEvent[]): readonly ChatEvent[] {
  const joined: ChatEvent[] = [];
  /** Where the last event of each answer stands, since anything else but answers came. */
  const last = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'stream') last.clear();
    const at = event.type === 'stream' ? last.get(event.id) : undefined;
    const previous = at === undefined ? undefined : joined[at];
    const both = previous === undefined ? undefined : join(previous, event);
    if (at !== undefined && both !== undefined) joined[at] = both;
    else if (event.type === 'stream') last.set(event.id, joined.push(event) - 1);
    else joined.push(event);
  }
  return joined;
}

function join(first: ChatEvent, second: ChatEvent): ChatEvent | undefined {
  if (first.type !== 'stream' || second.type !== 'stream') return undefined;
  const event = joinDeltas(first.event, second.event);
  return event === undefined ? undefined : { type: 'stream', id: first.id, event };
}

/** A reasoning part ends with its replay value, so nothing is joined after one. */
function joinDeltas(first: StreamEvent, second: StreamEvent): StreamEvent | undefined {
  if (first.type === 'reasoning' && second.type === 'reasoning') {
    return first.replay === undefined ? { ...second, delta: first.delta + second.delta } : undefined;
  }
  const isText = first.type === 'text' || first.type === 'refusal';
  if (!isText || (second.type !== 'text' && second.type !== 'refusal') || first.type !== second.type) return undefined;
  return { type: first.type, delta: first.delta + second.delta };
}
