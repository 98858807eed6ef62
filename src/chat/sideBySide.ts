import { fold, type ChatEvent, type Transcript } from '../model/transcript.ts';
import type { Answerer } from './answerer.ts';

interface Beginning {
  /** The answers that stand there already. */
  readonly before: readonly string[];
  readonly at: number;
  newId(): string;
}

/**
 * How the answers of several models to the last question begin: each as another version of the one before, as if it
 * had been asked for again, which is all that earlier versions of Parley see in it. Then the first is shown, unless
 * the conversation once went on after it. `ids` are those of the answerers.
 */
export function sideBySide(
  transcript: Transcript,
  answerers: readonly Answerer[],
  { before, at, newId }: Beginning,
): { readonly ids: readonly string[]; readonly events: readonly ChatEvent[] } {
  const ids = answerers.map(newId);
  const all = [...before, ...ids];
  const events = answerers.flatMap(({ model, label, provider }, index): ChatEvent[] => {
    const id = ids[index] ?? '';
    const beside = all.slice(0, before.length + index);
    const last = ids[index - 1];
    return [
      ...(last === undefined ? [] : [{ type: 'rewind', to: last } as const]),
      {
        type: 'assistant',
        id,
        at,
        model,
        label,
        ...(provider === undefined ? {} : { provider }),
        ...(beside.length === 0 ? {} : { beside }),
      },
    ];
  });
  const [first = ''] = all;
  const back = { type: 'switch', to: first } as const;
  const begun = events.reduce(fold, transcript);
  const isFirstLast = begun.turns.at(-1)?.id !== first && fold(begun, back).turns.at(-1)?.id === first;
  return { ids, events: isFirstLast ? [...events, back] : events };
}
