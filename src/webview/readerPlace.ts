import type { PanelState, Place, ViewToHost } from '../protocol.ts';
import type { Scroll } from './scroll.ts';

/** Where the reader is in a conversation: told to the host, which gives it back when the conversation is shown again. */
export class ReaderPlace {
  readonly #scroll: Scroll;
  readonly #post: (message: ViewToHost) => void;
  #atHost: string | undefined;
  /** Where to go back to, once its conversation is drawn. */
  #toRestore: Place | undefined;

  constructor(scroll: Scroll, post: (message: ViewToHost) => void) {
    this.#scroll = scroll;
    this.#post = post;
  }

  /** Another conversation is about to be drawn. */
  open({ chat, place }: PanelState): void {
    this.#toRestore = place;
    this.#atHost = JSON.stringify([chat, place]);
  }

  /** The conversation is drawn. */
  restore(): void {
    if (this.#toRestore !== undefined) this.#scroll.restore(this.#toRestore);
    this.#toRestore = undefined;
  }

  /** Not before the old place was taken up again: until then the page stands at the end. */
  save({ chat }: PanelState): void {
    if (this.#toRestore !== undefined) return;
    const place = this.#scroll.place();
    const told = JSON.stringify([chat, place]);
    if (told === this.#atHost) return;
    this.#atHost = told;
    this.#post({ type: 'place', chat, ...(place === undefined ? {} : { place }) });
  }
}
