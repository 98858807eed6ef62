import type { StreamEvent } from '../model/event.ts';

/** Joins a continuation to the text that was cut off, without what the model wrote again of it. */
export interface Joint {
  /** Takes a delta and returns what of it can be appended by now. */
  push(delta: string): string;
  /** What was held back, once no more comes. */
  end(how: 'finished' | 'broken off'): string;
}

/**
 * The events of an answer that goes on with another: its text is what comes right after that one's last character. Thoughts
 * are left out, since they would cut the text in two.
 */
export async function* continuation(events: AsyncIterable<StreamEvent>, joint: Joint): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    if (event.type === 'reasoning') continue;
    if (event.type === 'text') yield* text(joint.push(event.delta));
    else {
      if (event.type === 'refusal') yield* text(joint.end('finished'));
      if (event.type === 'finish' || event.type === 'error')
        yield* text(joint.end(event.type === 'finish' && event.reason !== 'aborted' ? 'finished' : 'broken off'));
      yield event;
    }
  }
}

function* text(delta: string): Generator<StreamEvent> {
  if (delta !== '') yield { type: 'text', delta };
}
