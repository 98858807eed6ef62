import type { Place } from '../protocol.ts';

/** Whoever comes this close to the end is there. */
const slackPx = 24;

const linePx = 20;

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
    for (const hand of ['wheel', 'pointerdown', 'keydown', 'touchstart', 'focusin']) {
      scroller.addEventListener(hand, (event) => this.#taken(scroller, event), { passive: true });
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

  /** What stands at the top edge, so that the place survives a change of width; undefined at the end. */
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
    const turn = target && this.#scroller?.querySelector<HTMLElement>(selectorOf(target));
    if (this.#scroller === undefined || !target || !turn) return this.#keep();
    const block = target.block === undefined ? undefined : blocksOf(turn)[target.block];
    const anchor = block ?? turn;
    anchor.scrollIntoView({ block: 'start' });
    // Where lines are longer, a block is less high than it was: its last line stays in sight.
    this.#scroller.scrollTop += Math.min(target.offset, Math.max(0, anchor.offsetHeight - linePx));
  }

  /** A branch may end where the reader stays. */
  #keep(): void {
    if (!this.following && this.#scroller !== undefined && belowPx(this.#scroller) <= 1) {
      this.following = true;
      this.#changed();
    }
    this.follow();
  }

  /** At once: the browser glides, and would be stopped in that by what comes at the end in the next frame. */
  #taken(scroller: HTMLElement, event: Event): void {
    this.#target = undefined;
    if (!goesUp(event) || scroller.scrollTop <= 0) return;
    this.following = false;
    this.#changed();
  }

  /** Only moving up leaves the end: growth below moves the reader nowhere. */
  #moved(): void {
    const scroller = this.#scroller;
    if (scroller === undefined || this.#target !== undefined || scroller.clientHeight === 0) return;
    const { scrollTop } = scroller;
    // However slowly: who has moved by a pixel must not be taken back to the end with the next paint.
    if (scrollTop < this.#lastTop && belowPx(scroller) > 1) this.following = false;
    else if (belowPx(scroller) <= slackPx) this.following = true;
    this.#lastTop = scrollTop;
    this.#changed();
  }
}

/** How much of the conversation is below what is in sight. */
function belowPx({ scrollTop, scrollHeight, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

function goesUp(event: Event): boolean {
  if (event instanceof WheelEvent) return event.deltaY < 0 && !event.shiftKey && !event.ctrlKey;
  return event instanceof KeyboardEvent && ['ArrowUp', 'PageUp', 'Home'].includes(event.key);
}

/**
 * Told from what is at the edge, or, in a gap, from what follows it: how far down it is in a whole turn says nothing in a
 * panel of another width.
 */
function placeOf(scroller: HTMLElement): Place | undefined {
  const { top } = scroller.getBoundingClientRect();
  const offsetOf = (element: Element) => Math.round(top - element.getBoundingClientRect().top);
  const isAtEdge = (element: Element) => element.getBoundingClientRect().bottom > top;
  const turns = [...scroller.querySelectorAll<HTMLElement>('[data-turn]')];
  const at = turns.findIndex(isAtEdge);
  const turn = turns[at];
  if (turn === undefined) return undefined;
  const placeIn = (of: HTMLElement) => ({ turn: of.dataset['turn'] ?? '', offset: offsetOf(of) });
  const all = [...turn.querySelectorAll(pages)];
  const atPage = all.findIndex(isAtEdge);
  const page = all[atPage];
  if (page === undefined) return placeIn((all.length > 0 && turns[at + 1]) || turn);
  if (atPage === 0 && offsetOf(page) < 0) return placeIn(turn);
  // That page alone is looked into: the others need not be laid out for it.
  const block = childrenOf(page).find(isAtEdge) ?? childrenOf(all[atPage + 1])[0];
  if (block === undefined) return placeIn(turn);
  return { ...placeIn(turn), block: blocksOf(turn).indexOf(block), offset: offsetOf(block) };
}

const pages = 'parley-markdown > .page';

const childrenOf = (page: Element | undefined): HTMLElement[] => [
  ...(page?.querySelectorAll<HTMLElement>(':scope > *') ?? []),
];

/** What a turn's text consists of. Its own height says little before all of it was on the screen. */
function blocksOf(turn: HTMLElement): HTMLElement[] {
  return [...turn.querySelectorAll<HTMLElement>(`${pages} > *`)];
}

function selectorOf(place: Place): string {
  return `[data-turn="${CSS.escape(place.turn)}"]`;
}
