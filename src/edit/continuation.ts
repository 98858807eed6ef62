import type { StreamEvent } from '../model/event.ts';
import { closes, fenceOf, type Fence } from './fence.ts';
import { splitLines } from './lines.ts';

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

/** Longer than what a model says before it goes on. */
const longestIntroduction = 300;

/**
 * The same joint for a model that says something first and then opens the code block again that it was in. A fence with a
 * language cannot close a block, so that what comes right before one is no code. Text is held back only as long as it
 * reads like a sentence.
 */
export function withoutIntroduction(before: string, joint: Joint): Joint {
  let head: string | undefined = isInBlock(before) ? '' : undefined;
  const release = (part: string): string => {
    head = undefined;
    return joint.push(part);
  };
  return {
    push(delta) {
      if (head === undefined) return joint.push(delta);
      head += delta;
      const opening = /^[^`~]*?\n[ \t]*(?=(?:`{3,}|~{3,})[^\s`][^\n`]*\n)/.exec(head);
      if (opening !== null) return release(head.slice(opening[0].length));
      return mayIntroduce(head) ? '' : release(head);
    },
    end(how) {
      return (head === undefined ? '' : release(head)) + joint.end(how);
    },
  };
}

/** Sentences, blank lines, and at the end perhaps the beginning of a fence with a language. */
function mayIntroduce(head: string): boolean {
  const [, said = '', fence = ''] = /^([^`~]*)([^]*)$/.exec(head) ?? [];
  const isSaid = /^(?:[A-Z][^\n;{}=<>()]*)?(?:\n(?:[A-Z][^\n;{}=<>()]*)?)*$/.test(said.replace(/[ \t\r]+$/, ''));
  return (
    head.length < longestIntroduction && isSaid && /^(?:`{0,3}|~{0,3})$|^(?:`{3,}|~{3,})[^\s`][^\n`]*$/.test(fence)
  );
}

function isInBlock(text: string): boolean {
  let open: Fence | undefined;
  for (const line of splitLines(text)) {
    if (open === undefined) open = fenceOf(line);
    else if (closes(line, open)) open = undefined;
  }
  return open !== undefined;
}
