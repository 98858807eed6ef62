import { numbersBelow } from '../random.ts';

/** What a random life of the edits of a document is made of. Plain data, so that one that fails can be made shorter. */
export interface Life<Name extends string> {
  readonly edits: readonly Plan[];
  readonly actions: readonly Action<Name>[];
}

export interface Plan {
  readonly original: readonly string[];
  /** What the model answers, one after the other. */
  readonly answers: readonly (readonly string[])[];
}

/** Actions one after the other, so that what needs something before it happens often enough too. */
export interface Phrase<Name extends string> {
  readonly weight: number;
  readonly names: readonly Name[];
}

export interface Action<Name extends string> {
  readonly name: Name;
  /** Which edit, and how much or where: any number means something. */
  readonly edit: number;
  readonly size: number;
}

const words = ['', '}', 'return;', 'alpha = 1;', 'beta = 2;', 'if (gamma) {', '  delta();', 'alpha = 3;', 'end'];

/** A life of such phrases, each as often as its weight says. */
export function lifeOf<Name extends string>(seed: number, phrases: readonly Phrase<Name>[]): Life<Name> {
  const below = numbersBelow(seed);
  // No text stands in two edits, since nobody could tell which is which when the whole file is read again.
  const word = (index: number) => (words[below(words.length)] ?? '') + (index > 0 ? ` ${index}` : '');
  const text = (index: number, fewest: number, most: number) =>
    Array.from({ length: fewest + below(most - fewest + 1) }, () => word(index));
  const answerTo = (original: readonly string[], index: number): readonly string[] => {
    const kind = below(10);
    if (kind < 2) return text(index, 0, 7);
    if (kind === 2) return original;
    return original.flatMap(
      (line) => [[line], [line], [line], [line, word(index)], [`${line} //`], []][below(6)] ?? [],
    );
  };
  const edits = Array.from({ length: [1, 1, 2, 3][below(4)] ?? 1 }, (_edit, index) => {
    const original = text(index, 1, 6);
    return { original, answers: [0, 1, 2].map(() => answerTo(original, index)) };
  });
  const chosen = phrases.flatMap(({ weight, names }) => Array<readonly Name[]>(weight).fill(names));
  const actions = Array.from({ length: 6 + below(36) }, () => {
    const edit = below(edits.length);
    return (chosen[below(chosen.length)] ?? []).map((name) => ({ name, edit, size: below(12) }));
  }).flat();
  return { edits, actions };
}

/** The shortest life it finds that fails too: without actions, edits and lines that do not matter, and with small numbers. */
export function shrink<Name extends string>(life: Life<Name>, fails: (life: Life<Name>) => boolean): Life<Name> {
  let best = life;
  for (let found = true; found;) {
    found = false;
    for (const candidate of simpler(best)) {
      if (!fails(candidate)) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}

function* simpler<Name extends string>({ edits, actions }: Life<Name>): Generator<Life<Name>> {
  for (let size = actions.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < actions.length; start += size) yield { edits, actions: actions.toSpliced(start, size) };
  }
  for (const index of edits.length > 1 ? edits.keys() : []) {
    const left = actions.filter(({ edit }) => edit !== index);
    yield {
      edits: edits.toSpliced(index, 1),
      actions: left.map((action) => (action.edit > index ? { ...action, edit: action.edit - 1 } : action)),
    };
  }
  for (const [index, action] of actions.entries()) {
    for (const size of new Set([0, 1, action.size >> 1, action.size - 1]))
      if (size >= 0 && size < action.size) yield { edits, actions: actions.with(index, { ...action, size }) };
  }
  for (const [index, plan] of edits.entries())
    for (const smaller of smallerPlans(plan)) yield { edits: edits.with(index, smaller), actions };
}

function* smallerPlans({ original, answers }: Plan): Generator<Plan> {
  for (const line of original.length > 1 ? original.keys() : [])
    yield { original: original.toSpliced(line, 1), answers };
  for (const [index, answer] of answers.entries()) {
    for (const line of answer.keys()) yield { original, answers: answers.with(index, answer.toSpliced(line, 1)) };
  }
}

/** The life as someone can read it. */
export function describeLife<Name extends string>({ edits, actions }: Life<Name>): string {
  return [
    ...edits.map(
      ({ original, answers }, index) =>
        `edit ${index}: ${JSON.stringify(original)}, answered by ${answers.map((answer) => JSON.stringify(answer)).join(', then ')}`,
    ),
    ...actions.map(({ name, edit, size }) => `  ${name} (edit ${edit}, size ${size})`),
  ].join('\n');
}
