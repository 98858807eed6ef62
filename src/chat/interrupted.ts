import type { ResponseError } from '../model/error.ts';
import type { Transcript, Turn } from '../model/transcript.ts';

/** What stopped an answer that was running when its window went away. */
export const windowClosed: ResponseError = {
  kind: 'interrupted',
  message: 'The window was closed before the answer was complete.',
};

/** What stopped an answer when the user went on with its conversation in another window. */
export const takenOver: ResponseError = {
  kind: 'interrupted',
  message: 'Another window took this chat over before the answer was complete.',
};

/** What stopped an answer whose chat was deleted: the deletion may be undone. */
export const chatDeleted: ResponseError = {
  kind: 'interrupted',
  message: 'The chat was deleted before the answer was complete.',
};

/** A transcript from disk: whatever still seems to run was cut off, since nobody is there to go on with it. */
export function interrupted(transcript: Transcript): Transcript {
  const turns = transcript.turns.map(ended);
  return transcript.aside === undefined
    ? { ...transcript, turns }
    : { ...transcript, turns, aside: transcript.aside.map(ended) };
}

function ended(turn: Turn): Turn {
  const isOpen = turn.role === 'assistant' && turn.finish === undefined && turn.error === undefined;
  return isOpen ? { ...turn, error: windowClosed } : turn;
}
