import * as z from 'zod/mini';
import type { StreamEvent } from '../model/event.ts';
import type { Citations } from './citations.ts';
import { isText, lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

const part = z.object({ type: text, text, thinking: z.optional(z.unknown()), url: text, title: text });

/**
 * Content as a list of parts, as Mistral sends it: https://docs.mistral.ai/capabilities/reasoning/. References to what its
 * tools found name a source, references to documents of the question only their numbers, and say nothing.
 */
export function contentParts(content: unknown, citations: Citations): readonly StreamEvent[] {
  return lenientList(part, content).flatMap(({ type, text: words, thinking, url, title }): readonly StreamEvent[] => {
    if (type === 'tool_reference') return citations.tell([{ url, title }]);
    if (type !== 'thinking') return spoken('text', words ?? '');
    return spoken('reasoning', isText(thinking) ? thinking : thoughtsOf(thinking));
  });
}

const spoken = (type: 'text' | 'reasoning', delta: string): readonly StreamEvent[] =>
  delta === '' ? [] : [{ type, delta }];

const thoughtsOf = (thoughts: unknown): string =>
  lenientList(part, thoughts)
    .map((thought) => thought.text ?? '')
    .join('');
