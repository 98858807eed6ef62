/** Turns at the end that are drawn at once: more than a screen shows. */
const drawnAtOnce = 8;

/** Turns drawn for one paint. One can be long, and the page has to move meanwhile. */
const drawnAPaint = 3;

/** How far beyond the screen turns are drawn before they are scrolled to, in screens. */
const ahead = 1.5;

/**
 * Which turns of a conversation are drawn. The others are boxes of about their size with the bare text, so that opening thousands costs
 * what a screen of them does; a turn is drawn when the reader comes near, and stays.
 */
export class Nearby {
  readonly #drawn = new Set<string>();

  /** Says whether a turn is to be drawn, by its id and how many come after it. */
  readonly isDrawn = (id: string, after: number): boolean => {
    if (after < drawnAtOnce) this.#drawn.add(id);
    return this.#drawn.has(id);
  };

  /** Takes note of boxes that are near what the reader sees, nearest first; true when there were any. */
  look(scroller: HTMLElement): boolean {
    const boxes = scroller.getElementsByClassName('far');
    if (boxes.length === 0 || scroller.clientHeight === 0) return false;
    const { top, bottom, height } = scroller.getBoundingClientRect();
    const from = firstBelow(boxes, top - ahead * height);
    const near: { readonly id: string; readonly distance: number }[] = [];
    for (let index = from; index < boxes.length; index += 1) {
      const box = boxes[index];
      const rect = box?.getBoundingClientRect();
      if (!(box instanceof HTMLElement) || rect === undefined || rect.top > bottom + ahead * height) break;
      near.push({ id: box.dataset['turn'] ?? '', distance: Math.max(rect.top - bottom, top - rect.bottom) });
    }
    near.sort((a, b) => a.distance - b.distance);
    for (const { id } of near.slice(0, drawnAPaint)) this.#drawn.add(id);
    return near.length > 0;
  }

  /** Another conversation begins. */
  clear(): void {
    this.#drawn.clear();
  }
}

/** The first box that ends below a height; they stand in order. */
function firstBelow(boxes: HTMLCollectionOf<Element>, y: number): number {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boxes[middle]?.getBoundingClientRect().bottom ?? 0) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
