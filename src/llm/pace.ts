import type { Clock } from './clock.ts';

/** What the user allows a connection in any minute; what is absent has no limit. */
export interface PerMinute {
  readonly requests?: number | undefined;
  readonly tokens?: number | undefined;
}

interface Spent {
  readonly atMs: number;
  tokens: number;
}

/** Corrects what a request was thought to read by what its answer says. */
export type Settle = (usage: { readonly inputTokens: number; readonly outputTokens: number }) => void;

const minuteMs = 60_000;

/** What a connection has sent within the last minute, and when it may send more. */
export class Pace {
  /** May change at any time, as settings do. */
  limits: PerMinute = {};
  readonly #clock: Clock;
  #sentMs: number[] = [];
  #spent: Spent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When a request of so many tokens may leave, given those of the requests that go before it. */
  freeMs(tokens: number, before: readonly number[] = []): number {
    const nowMs = this.#clock.now();
    this.#forget(nowMs);
    const sentMs = [...this.#sentMs];
    const spent = [...this.#spent];
    let atMs = nowMs;
    for (const one of [...before, tokens]) {
      atMs = Math.max(atMs, this.#freeRequestMs(sentMs), this.#freeTokensMs(spent, one));
      sentMs.push(atMs);
      spent.push({ atMs, tokens: one });
    }
    return atMs;
  }

  /** A request leaves. What it reads counts from now on, and what it writes once that is known. */
  sent(tokens: number): Settle {
    const atMs = this.#clock.now();
    const read: Spent = { atMs, tokens };
    this.#sentMs.push(atMs);
    this.#spent.push(read);
    return ({ inputTokens, outputTokens }) => {
      read.tokens = inputTokens;
      this.#spent.push({ atMs: this.#clock.now(), tokens: outputTokens });
    };
  }

  /** A clock that was set back would make what was sent before last for hours. */
  #forget(nowMs: number): void {
    const isRecent = (atMs: number) => atMs > nowMs - minuteMs && atMs <= nowMs;
    this.#sentMs = this.#sentMs.filter(isRecent);
    this.#spent = this.#spent.filter(({ atMs }) => isRecent(atMs));
  }

  #freeRequestMs(sentMs: readonly number[]): number {
    const { requests = Infinity } = this.limits;
    return (sentMs[sentMs.length - requests] ?? -Infinity) + minuteMs;
  }

  /** One that is larger than the whole limit goes alone: the provider may know better. */
  #freeTokensMs(spent: readonly Spent[], tokens: number): number {
    const { tokens: limit = Infinity } = this.limits;
    let sum = spent.reduce((all, one) => all + one.tokens, tokens);
    let freeMs = -Infinity;
    for (const one of spent) {
      if (sum <= limit) break;
      sum -= one.tokens;
      freeMs = one.atMs + minuteMs;
    }
    return freeMs;
  }
}
