import type { ViewToHost } from '../protocol.ts';

/** What the drawn controls can do. */
export interface Actions {
  readonly post: (message: ViewToHost) => void;
  readonly write: (text: string) => void;
  readonly submit: () => void;
  readonly beginEdit: () => void;
  readonly cancelEdit: () => void;
  readonly jumpToEnd: () => void;
}
