import type { Place } from '../protocol.ts';

/** This close to the end counts as being there. */
const slackPx = 24;

/** Keeps the end of the conversation in view while the reader is there, and leaves the reader alone elsewhere. */
export class Scroll {
  following = true;
  #scroller: HTMLElement | undefined;
  #lastTop = 0;
  readonly #changed: () => void;
  /** A place to come back to. Heights are guesses until turns were on screen, so it is found again as they settle. */
  #target: Place | undefined;
  /** A page that is being hidden has no heights any more, and is asked for its place just then. */
  #lastPlace: Place | undefined;
  readonly #resized = new ResizeObserver(() => this.#settle());

  /** `changed` is called when the reader leaves or reaches the end, or moves. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Takes hold of the scrolled element once it is drawn. */
  attach(scroller: HTMLElement): void {
    if (this.#scroller === scroller) return;
    this.#scroller = scroller;
    this.#target = undefined;
    this.#lastPlace = undefined;
    this.#resized.disconnect();
    scroller.addEventListener('scroll', () => this.#moved(), { passive: true });
    for (const hand of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
      scroller.addEventListener(hand, () => (this.#target = undefined), { passive: true });
    }
    this.#resized.observe(scroller);
    for (const child of scroller.children) this.#resized.observe(child);
  }

  /** Goes to the end if the reader is following it. A page without turns is read from its top. */
  follow(): void {
    if (!this.following || !this.#scroller?.querySelector('[data-turn]')) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  jumpToEnd(): void {
    this.following = true;
    this.#target = undefined;
    this.follow();
    this.#changed();
  }

  /** What follows on the page is about to be another branch: the reader stays at what they see. */
  stay(): void {
    this.following = false;
    this.#changed();
  }

  /** The turn at the top edge, so that the place survives a change of width; undefined at the end. */
  place(): Place | undefined {
    const scroller = this.#scroller;
    if (scroller === undefined || this.following) return undefined;
    // Heights are still guesses on the way back to a place.
    if (this.#target !== undefined) return this.#target;
    if (scroller.clientHeight > 0) this.#lastPlace = placeOf(scroller);
    return this.#lastPlace;
  }

  /** Goes back to a place, if its turn is still there. */
  restore(place: Place): void {
    if (!this.#scroller?.querySelector(selectorOf(place))) return;
    this.following = false;
    this.#target = place;
    this.#settle();
    this.#changed();
  }

  #settle(): void {
    const target = this.#target;
    const turn = target && this.#scroller?.querySelector(selectorOf(target));
    if (this.#scroller === undefined || !target || !turn) return this.#keep();
    turn.scrollIntoView({ block: 'start' });
    this.#scroller.scrollTop += target.offset;
  }

  /** A branch may end where the reader stays. */
  #keep(): void {
    if (!this.following && this.#scroller !== undefined && isAtEnd(this.#scroller)) {
      this.following = true;
      this.#changed();
    }
    this.follow();
  }

  /** Only moving up leaves the end: growth below moves the reader nowhere. */
  #moved(): void {
    const scroller = this.#scroller;
    if (scroller === undefined || this.#target !== undefined || scroller.clientHeight === 0) return;
    const { scrollTop } = scroller;
    if (isAtEnd(scroller)) this.following = true;
    else if (scrollTop < this.#lastTop) this.following = false;
    this.#lastTop = scrollTop;
    this.#changed();
  }
}

function isAtEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight <= slackPx;
}

function placeOf(scroller: HTMLElement): Place | undefined {
  const { top } = scroller.getBoundingClientRect();
  for (const turn of scroller.querySelectorAll<HTMLElement>('[data-turn]')) {
    const box = turn.getBoundingClientRect();
    if (box.bottom > top) return { turn: turn.dataset['turn'] ?? '', offset: Math.round(top - box.top) };
  }
  return undefined;
}

function selectorOf(place: Place): string {
  return `[data-turn="${CSS.escape(place.turn)}"]`;
}
