import type { StreamEvent } from '../model/event.ts';
import type { ChatEvent } from '../model/transcript.ts';

/** The same story in fewer events: deltas that follow each other become one. Folds to the same transcript. */
export function coalesce(events: readonly ChatEvent[]): readonly ChatEvent[] {
  const joined: ChatEvent[] = [];
  for (const event of events) {
    const previous = joined.at(-1);
    const both = previous === undefined ? undefined : join(previous, event);
    if (both === undefined) joined.push(event);
    else joined[joined.length - 1] = both;
  }
  return joined;
}

function join(first: ChatEvent, second: ChatEvent): ChatEvent | undefined {
  if (first.type !== 'stream' || second.type !== 'stream' || first.id !== second.id) return undefined;
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
