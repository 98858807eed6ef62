import { isInsideRepeat, mayRepeat, repeatedLength } from './overlap.ts';
import { fenceState, reopenedLength } from './reopenedFence.ts';

/** Joins a continuation to the text that was cut off. */
export interface Seam {
  /** Takes a delta of the continuation and returns what of it can be appended to the text by now. */
  push(delta: string): string;
  /** What was held back, once no more comes: because the model was done, or because the stream broke off. */
  end(how: 'finished' | 'broken off'): string;
}

/**
 * Models asked to go on with an answer like to write its last words again, or to open its code block again. That
 * is removed here: text is held back only until it is clear where the new text begins, then all passes untouched.
 */
export function createSeam(before: string): Seam {
  const state = fenceState(before);
  let fence: number | undefined;
  let head = '';
  let isJoined = false;
  return {
    push(delta) {
      if (isJoined) return delta;
      head += delta;
      fence ??= reopenedLength(state, head);
      if (fence === undefined || mayRepeat(before, head.slice(fence))) return '';
      isJoined = true;
      const rest = head.slice(fence);
      return rest.slice(repeatedLength(before, rest));
    },
    end(how) {
      const rest = isJoined ? '' : head.slice(fence ?? 0);
      isJoined = true;
      const repeated = repeatedLength(before, rest);
      if (repeated === 0 && how === 'broken off' && isInsideRepeat(before, rest)) return '';
      return rest.slice(repeated);
    },
  };
}
