import type { Attachment } from '../../src/model/attachment.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import { randomNumbers } from '../unit/chat/random.ts';

const words = [
  'plain',
  ' and',
  '\n',
  '"quoted"',
  '\\',
  'größer',
  '日本語',
  '😀👩‍👩‍👧',
  '\u2028',
  '{"kind":"event"}',
  '\0',
  '\t',
  '`x`',
];

/** The same text for the same numbers, in every process. */
function textOf(seed: number, count: number): string {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => words[random(words.length)]).join('');
}

/** What is asked in a process of this seed, as its n-th question; some carry a long file. */
export function questionOf(seed: number, n: number): { text: string; attachments: readonly Attachment[] } {
  const random = randomNumbers(seed + n * 7919);
  const text = `Question ${seed}/${n}: ${textOf(seed + n, 5 + random(60))}`;
  const length = random(4) === 0 ? 60_000 : 200;
  const file = { kind: 'file', path: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript' } as const;
  return { text, attachments: random(2) === 0 ? [] : [{ ...file, id: `f${n}`, text: textOf(seed - n, length) }] };
}

/** The k-th event of the answer to it; whole answers have {@link answerLength} of them. */
export function eventOf(seed: number, n: number, k: number): StreamEvent {
  const random = randomNumbers(seed + n * 7919 + k * 104_729);
  if (k === answerLength(seed, n) - 1) return { type: 'finish', reason: 'stop' };
  if (k < 3) return { type: 'reasoning', delta: textOf(seed + k, 4) };
  if (random(40) === 0)
    return { type: 'tool-call', id: `t${k}`, name: 'look', arguments: JSON.stringify({ path: textOf(k, 5) }) };
  return { type: 'text', delta: textOf(seed + n + k, random(30) === 0 ? 8_000 : 1 + random(8)) };
}

export function answerLength(seed: number, n: number): number {
  return 20 + randomNumbers(seed * 31 + n)(200);
}
