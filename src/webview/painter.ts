const frameMs = 1_000 / 60;

/** At most one paint a frame; after one that took longer, the page first gets that time for everything else. */
export class Painter {
  readonly #paint: () => void;
  #isPlanned = false;
  #lastMs = 0;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const frame = () => requestAnimationFrame(() => this.#run());
    if (this.#lastMs > frameMs) setTimeout(frame, this.#lastMs);
    else frame();
  }

  #run(): void {
    this.#isPlanned = false;
    const startedMs = performance.now();
    this.#paint();
    this.#lastMs = performance.now() - startedMs;
  }
}
