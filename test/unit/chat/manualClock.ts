import type { Clock } from '../../../src/chat/clock.ts';

/** A clock that moves when told to. */
export interface ManualClock extends Clock {
  /** Runs everything that is due within this time, in order. */
  advance(byMs: number): void;
  /** How many timers wait. */
  readonly waiting: number;
}

/** Starts in the year 2026, as ids hold the time. */
export function manualClock(): ManualClock {
  let nowMs = Date.UTC(2026, 0, 1);
  const timers = new Set<{ atMs: number; run: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.run();
      }
      nowMs = untilMs;
    },
    get waiting() {
      return timers.size;
    },
  };
}
