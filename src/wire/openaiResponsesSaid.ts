/** Where something whole stands that repeats what its pieces said: at the end of a part, of an item, of the response. */
export type Level = 'part' | 'item' | 'response';

/**
 * What was said of one kind (text, reasoning, refusal). The API says everything in pieces, then each part whole, then
 * each item, then all items; some hosts leave out any of these. Whatever comes, everything is said once.
 */
export class Said {
  #all = '';
  readonly #read: Record<Level, number> = { part: 0, item: 0, response: 0 };

  get isEmpty(): boolean {
    return this.#all === '';
  }

  add(delta: string): void {
    this.#all += delta;
  }

  /** What of the whole has not been said yet. Wholes of one level are given in their order. */
  rest(level: Level, whole: string): string {
    const rest = this.#restOf(level, whole);
    if (level === 'item') this.#read.part = Math.max(this.#read.part, this.#read.item);
    return rest;
  }

  #restOf(level: Level, whole: string): string {
    const said = this.#all.slice(this.#read[level]);
    if (said.startsWith(whole)) {
      this.#read[level] += whole.length;
      return '';
    }
    const rest = whole.startsWith(said) ? whole.slice(said.length) : '';
    this.#all += rest;
    // What contradicts the pieces is passed over; of the response, so is then all that follows.
    if (level !== 'response' || rest !== '') this.#read[level] = this.#all.length;
    return rest;
  }
}
