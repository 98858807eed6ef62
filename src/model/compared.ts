import type { AssistantTurn, Transcript, Turn } from './transcript.ts';

const none: readonly AssistantTurn[] = [];

/**
 * The answers of several models to the last question, as long as they stand side by side: until one is kept, or the
 * conversation goes on. The last turn is one of them.
 */
export function comparedIn({ turns, aside = [], links = [], compared = [] }: Transcript): readonly AssistantTurn[] {
  const last = turns.at(-1);
  if (last === undefined || !compared.includes(last.id)) return none;
  const all = compared.flatMap((id) => {
    const turn = id === last.id ? last : aside.find((other) => other.id === id);
    const isDeleted = links.some((link) => link.id === id && link.deleted);
    return turn?.role === 'assistant' && !isDeleted ? [turn] : [];
  });
  return all.length > 1 ? all : none;
}

/** The same conversation, with no answers side by side any more. */
export function withoutCompared(transcript: Transcript): Transcript {
  if (transcript.compared === undefined) return transcript;
  const { compared: _compared, ...rest } = transcript;
  return rest;
}

/** True for an answer that is being given. */
export function isOpen(turn: Turn | undefined): boolean {
  return turn?.role === 'assistant' && turn.finish === undefined && turn.error === undefined;
}
