import type { ViewToHost } from '../protocol.ts';
import type { severalAnswers } from './comparison.ts';
import type { Meter } from './meter.ts';
import type { Box } from './recall.ts';
import type { Suggesting } from './suggesting.ts';

/** What the drawn controls can do. */
export interface Actions {
  readonly post: (message: ViewToHost) => void;
  readonly suggesting: Suggesting;
  /** There once the first paint is done. */
  meter?: Meter;
  severalAnswers?: typeof severalAnswers;
  readonly submit: () => void;
  /** The same, to several models that the user picks. */
  readonly submitToSeveral: () => void;
  /** Fetches an earlier question (1) or a later one (-1) into the composer, unless the key leads within its text; false when there is none. */
  readonly recall: (by: 1 | -1, box: Box) => boolean;
  /** Where there is no room for several answers side by side: shows this one of them. */
  readonly showColumn: (id: string) => void;
  /** Edits a question; the last one, unless one is named. */
  readonly beginEdit: (id?: string) => void;
  /** Deletes a question with its answers. */
  readonly remove: (id: string) => void;
  /** Shows another version of a turn, in its place. */
  readonly switchTo: (id: string) => void;
  /** Puts what is selected in the conversation into the composer. */
  readonly quote: () => void;
  readonly cancelEdit: () => void;
  readonly jumpToEnd: () => void;
}
