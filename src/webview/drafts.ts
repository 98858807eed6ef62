import type { PanelState, ViewToHost } from '../protocol.ts';
import { written } from './composing.ts';
import type { SavedState, ViewState } from './state.ts';

interface DraftsOptions {
  post(message: ViewToHost): void;
  /** Keeps it for the page that comes next. */
  keep(saved: SavedState): void;
}

/** What is being written, as the host and the next page are told of it, so that no reload loses it. */
export class Drafts {
  readonly #options: DraftsOptions;
  #revision: number;
  /** What the revision counts. */
  #counted: string;
  #atHost: string | undefined;

  constructor(saved: SavedState, options: DraftsOptions) {
    this.#options = options;
    this.#revision = saved.revision ?? 0;
    this.#counted = identityOf(saved.draft ?? '', saved.pending);
  }

  /** Takes note of what the host has; what is taken over from there is no change. */
  hear({ draft, draftRevision = 0 }: PanelState): void {
    this.#atHost = draft;
    if (draftRevision <= this.#revision) return;
    this.#revision = draftRevision;
    this.#counted = identityOf(draft, undefined);
  }

  /** Text that was sent but not confirmed counts as a draft; of that the host was told when it was sent. */
  save(state: ViewState): void {
    const { chat, pending } = state;
    const draft = written(state);
    const now = identityOf(draft, pending);
    if (now !== this.#counted) this.#revision += 1;
    this.#counted = now;
    const revision = this.#revision;
    this.#options.keep({
      draft,
      revision,
      ...(chat === undefined ? {} : { chat }),
      ...(pending === undefined ? {} : { pending }),
    });
    if (draft === this.#atHost || pending !== undefined) return;
    this.#atHost = draft;
    this.#options.post({ type: 'draft', text: draft, revision });
  }
}

const identityOf = (draft: string, pending: string | undefined): string => JSON.stringify([draft, pending]);
