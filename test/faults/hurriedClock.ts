import { systemClock, type Clock } from '../../src/llm/clock.ts';

/** A clock that runs faster than time, so that waits of minutes are over in no time and are still real timers. */
export interface HurriedClock extends Clock {
  /** How many timers wait. */
  readonly pending: number;
}

export function hurriedClock(speed: number): HurriedClock {
  const startMs = Date.now();
  const startedMs = performance.now();
  const timers = new Set<() => void>();
  return {
    now: () => startMs + (performance.now() - startedMs) * speed,
    random: () => 0.5,
    after(delayMs, run) {
      const cancel = systemClock.after(delayMs / speed, () => {
        timers.delete(cancel);
        run();
      });
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
    get pending() {
      return timers.size;
    },
  };
}
