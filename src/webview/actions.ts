import type { ViewToHost } from '../protocol.ts';
import type { Suggesting } from './suggesting.ts';

/** What the drawn controls can do. */
export interface Actions {
  readonly post: (message: ViewToHost) => void;
  readonly suggesting: Suggesting;
  readonly submit: () => void;
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
