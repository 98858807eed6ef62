import { sameLines } from './lines.ts';
import type { Author, Session } from './session.ts';

/** A change within the lines of an edit, who made it, and what they hold after it. */
export interface Rewriting {
  readonly by: Author | undefined;
  readonly held: readonly string[];
}

/**
 * True for what formatters and linters make of half-written lines, as a rule right before a save. What they change there is
 * nobody's words: the edit goes on over it, so that the save has the original and not a formatted half.
 */
export function isFormatted(session: Session, { by, held }: Rewriting): boolean {
  if (bare(held) === bare(session.held)) return true;
  if (by !== 'program') return false;
  // Where the original still stands, a program that changes more than its form changes what the user wrote.
  return wordsOf(held) === wordsOf(session.held) || !sameLines(session.held, session.under);
}

const bare = (lines: readonly string[]) => lines.join('').replaceAll(/\s/g, '');

/** Quotes, commas, semicolons, brackets and the order of lines may differ. */
const wordsOf = (lines: readonly string[]) =>
  (lines.join('\n').match(/[\p{L}\p{N}_$]+|[^\s'"`,;()[\]{}]/gu) ?? []).toSorted().join(' ');
