import * as l10n from '@vscode/l10n';
import type { Clock } from './clock.ts';
import { Failure } from './failure.ts';

/** Thrown inside `llm` when the caller's signal aborted; never seen outside. */
export class Aborted extends Error {}

/**
 * Watches over one attempt: ends what is being waited for as soon as the caller aborts or the provider is silent for
 * too long, and closes the socket. What waits need not know of either.
 */
export class Watchdog {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #caller: AbortSignal;
  readonly #onAbort = () => this.#trip(new Aborted());
  #reject: ((reason: Error) => void) | undefined;
  #tripped: Error | undefined;
  #limitMs: number | undefined;
  #lastMs = 0;
  #waiting = false;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, caller: AbortSignal) {
    this.#clock = clock;
    this.#caller = caller;
    if (caller.aborted) this.#onAbort();
    else caller.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** For the transport: aborts when the watchdog bites. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on, silence may last this long; undefined for as long as it likes. */
  limit(limitMs: number | undefined): void {
    this.#limitMs = limitMs;
    this.progress();
    this.#arm(limitMs);
  }

  /** Something worth waiting for has come. Called for every chunk, so the timer is left alone. */
  progress(): void {
    this.#lastMs = this.#clock.now();
  }

  /** Waits, but not longer than allowed. One at a time. */
  guard<T>(work: Promise<T>): Promise<T> {
    this.#waiting = true;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.#tripped !== undefined) reject(this.#tripped);
      work.then(
        (value) => {
          this.#waiting = false;
          resolve(value);
        },
        (reason: unknown) => {
          this.#waiting = false;
          reject(reason);
        },
      );
    });
  }

  /** Throws when the watchdog has bitten already. */
  throwIfTripped(): void {
    if (this.#tripped !== undefined) throw this.#tripped;
  }

  /** Lets go of the caller's signal and of the timer. */
  stop(): void {
    this.#caller.removeEventListener('abort', this.#onAbort);
    this.#cancelTimer?.();
    this.#limitMs = undefined;
  }

  #arm(delayMs: number | undefined): void {
    this.#cancelTimer?.();
    this.#cancelTimer = delayMs === undefined ? undefined : this.#clock.after(delayMs, () => this.#check());
  }

  #check(): void {
    if (this.#limitMs === undefined) return;
    // While nobody waits, it is the reader who takes the time.
    if (!this.#waiting) this.progress();
    const leftMs = this.#lastMs + this.#limitMs - this.#clock.now();
    if (leftMs > 0) return this.#arm(leftMs);
    const seconds = Math.round(this.#limitMs / 1_000);
    const reason = l10n.t(
      '{0} sent nothing for {1} seconds; try again, or allow this connection more time in the settings',
      '{0}',
      seconds,
    );
    this.#trip(new Failure({ kind: 'timeout', reason }));
  }

  #trip(reason: Error): void {
    if (this.#tripped !== undefined) return;
    this.#tripped = reason;
    this.#reject?.(reason);
    this.#controller.abort();
  }
}
