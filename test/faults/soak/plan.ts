import { randomNumbers } from '../../unit/chat/random.ts';

/** What goes wrong in a turn; `none` mostly. */
export type SoakFault =
  | 'none'
  | 'reset before words'
  | 'reset after words'
  | 'clean end after words'
  | 'refused for a moment'
  | 'overloaded'
  | 'error after words'
  | 'nonsense after words'
  | 'empty'
  | 'cancelled';

const kinds: readonly SoakFault[] = [
  'reset before words',
  'reset after words',
  'clean end after words',
  'refused for a moment',
  'overloaded',
  'error after words',
  'nonsense after words',
  'empty',
  'cancelled',
];

/** One turn of a soak, the same for the same seed: the asking side checks by it what the answering side does by it. */
export interface SoakTurn {
  readonly turn: number;
  readonly fault: SoakFault;
  /** The whole answer. */
  readonly answer: string;
  /** Where it is cut when it is. */
  readonly cut: number;
  /** Where a model that is asked to go on begins: at the cut, or at the word that was cut. */
  readonly resumesAt: (from: number) => number;
}

/** Neighbouring turns must have nothing in common, which seeds that only count up would not see to. */
function mixed(seed: number, turn: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.imul(turn, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

export function soakTurn(seed: number, turn: number): SoakTurn {
  const random = randomNumbers(mixed(seed, turn));
  const fault = random(1_000) < 50 ? (kinds[random(kinds.length)] ?? 'none') : 'none';
  const answer = textOf(turn, random);
  const repeats = random(2) === 1;
  return {
    turn,
    fault,
    answer,
    cut: 10 + random(answer.length - 20),
    resumesAt: (from) => (repeats ? wordStart(answer, from) : from),
  };
}

/** The beginning of the word that is cut at this place, when enough of it stands there to be told apart from chance. */
function wordStart(text: string, from: number): number {
  const word = /[a-z]+$/.exec(text.slice(0, from))?.[0] ?? '';
  return word.length >= 3 && /[a-z]/.test(text[from] ?? '') ? from - word.length : from;
}

/** Made-up words, none twice in a row. */
function textOf(turn: number, random: (below: number) => number): string {
  let text = `Answer ${turn}:`;
  for (let words = 30 + random(300); words > 0; words--) {
    let word = '';
    for (let letters = 3 + random(7); letters > 0; letters--) word += 'abcdefghijklmnopqrstuvwxyz'[random(26)] ?? '';
    text += ([' ', ' ', ' ', ' ', ', ', '. ', '.\n\n'][random(7)] ?? ' ') + word;
  }
  return `${text}.`;
}
