import { isTransient } from '../model/event.ts';
import type { ChatEvent } from '../model/transcript.ts';
import type { Clock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import type { Entry } from './record.ts';

/** A crash loses at most a second of an answer; half of it is for the disk. */
const gatherMs = 500;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;

export interface RecorderOptions {
  /** Names this writer in its records; see {@link Entry}. */
  readonly by: string;
  readonly clock: Clock;
  append(entries: readonly Entry[]): Promise<void>;
  /** Told when writing fails, with the reason, and when it works again. */
  onState(problem: string | undefined): void;
}

/** Writes the events of one conversation in order, gathered, again and again until it works. Never throws. */
export class Recorder {
  readonly #options: RecorderOptions;
  #gathered: ChatEvent[] = [];
  /** Being written, or failed: it may be on disk in part, so it is written again as it is. */
  #entries: readonly Entry[] = [];
  #written = 0;
  #failures = 0;
  #work: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  #isDisposed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  add(event: ChatEvent): void {
    if (event.type === 'stream' && isTransient(event.event)) return;
    this.#gathered.push(event);
    this.#wake(gatherMs);
  }

  /** Resolves once everything added so far is written, or could not be. */
  flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#work = this.#work.then(() => this.#write());
    return this.#work;
  }

  /** Gives up on what could not be written. */
  dispose(): void {
    this.#cancelTimer?.();
    this.#isDisposed = true;
  }

  async #write(): Promise<void> {
    // A failed batch goes first and alone; what was gathered meanwhile gets the numbers after it.
    const rounds = this.#entries.length === 0 ? 1 : 2;
    for (let round = 0; round < rounds; round++) {
      if (this.#entries.length === 0) this.#number();
      if (this.#entries.length > 0 && !(await this.#append())) return;
    }
  }

  #number(): void {
    this.#entries = coalesce(this.#gathered).map((event) => ({ by: this.#options.by, n: this.#written++, event }));
    this.#gathered = [];
  }

  async #append(): Promise<boolean> {
    try {
      await this.#options.append(this.#entries);
    } catch (error) {
      this.#options.onState(error instanceof Error ? error.message : String(error));
      this.#wake(Math.min(firstRetryMs * 2 ** this.#failures++, longestRetryMs));
      return false;
    }
    this.#entries = [];
    if (this.#failures > 0) this.#options.onState(undefined);
    this.#failures = 0;
    return true;
  }

  #wake(delayMs: number): void {
    if (this.#isDisposed) return;
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      void this.flush();
    });
  }
}
