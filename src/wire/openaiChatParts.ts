import type { StreamEvent } from '../model/event.ts';
import type { Citations } from './citations.ts';
import * as read from './read.ts';
import { isText } from './isText.ts';

const part = read.object({
  type: read.text,
  text: read.text,
  thinking: read.anything,
  url: read.text,
  title: read.text,
});

/**
 * Content as a list of parts, as Mistral sends it: https://docs.mistral.ai/capabilities/reasoning/. References to what its
 * tools found name a source, references to documents of the question only their numbers, and say nothing.
 */
export function contentParts(content: unknown, citations: Citations): readonly StreamEvent[] {
  return read.items(part, content).flatMap(({ type, text: words, thinking, url, title }): readonly StreamEvent[] => {
    if (type === 'tool_reference') return citations.tell([{ url, title }]);
    if (type !== 'thinking') return spoken('text', words ?? '');
    return spoken('reasoning', isText(thinking) ? thinking : thoughtsOf(thinking));
  });
}

const spoken = (type: 'text' | 'reasoning', delta: string): readonly StreamEvent[] =>
  delta === '' ? [] : [{ type, delta }];

const thoughtsOf = (thoughts: unknown): string =>
  read
    .items(part, thoughts)
    .map((thought) => thought.text ?? '')
    .join('');
