import * as z from 'zod/mini';
import type { StreamEvent } from '../model/event.ts';
import { isText, lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

const part = z.object({ type: text, text, thinking: z.optional(z.unknown()) });

const detail = z.object({ text, summary: text });

/** Content as a list of parts, as Mistral sends it; images and references say nothing: https://docs.mistral.ai/capabilities/reasoning/ */
export function contentParts(content: unknown): readonly StreamEvent[] {
  return lenientList(part, content).flatMap(({ type, text: words, thinking }) => {
    if (type !== 'thinking') return spoken('text', words ?? '');
    return spoken('reasoning', isText(thinking) ? thinking : wordsOf(thinking));
  });
}

/** Reasoning of a host behind OpenRouter that gives details only: https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
export function reasoningDetails(details: unknown): readonly StreamEvent[] {
  return lenientList(detail, details).flatMap(({ text: own, summary }) => spoken('reasoning', own || summary || ''));
}

const spoken = (type: 'text' | 'reasoning', delta: string): readonly StreamEvent[] =>
  delta === '' ? [] : [{ type, delta }];

const wordsOf = (thoughts: unknown): string =>
  lenientList(part, thoughts)
    .map((thought) => thought.text ?? '')
    .join('');
