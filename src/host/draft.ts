import type { State } from './state.ts';

/** The composer's text, as far as the host was told of it. */
export interface Draft {
  readonly text: string;
  /** Counts its changes: see `draftRevision` of what the panel shows. */
  readonly revision: number;
  keep(text: string, revision: number): void;
  /** It was sent. */
  clear(): void;
}

/** More would make the editor's own small storage slow: the rest of such a draft lives in the page only. */
const longestDraft = 100_000;

/** The draft that is kept with the workspace, so that it outlives the page. */
export function draftIn(state: State): Draft {
  return {
    get text() {
      const text = state.get('draft');
      return typeof text === 'string' ? text : '';
    },
    get revision() {
      return Number(state.get('draftRevision') ?? 0);
    },
    keep(text, revision) {
      state.update('draft', text.slice(0, longestDraft));
      state.update('draftRevision', revision);
    },
    clear() {
      this.keep('', this.revision + 1);
    },
  };
}
