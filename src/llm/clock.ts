import type { Wake } from '../model/message.ts';

/** Time and chance, injected so that tests wait for nothing and know every delay. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Runs once after the delay; the function returned calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** What ends a sleep before its time. */
export interface Sleeper {
  readonly signal: AbortSignal;
  readonly wake?: Wake | undefined;
}

/** Resolves after the delay (never, when undefined), or at once when aborted or woken; never rejects. */
export function sleep(clock: Clock, delayMs: number | undefined, sleeper: Sleeper): Promise<'slept' | 'woken'> {
  const { signal, wake } = sleeper;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('woken');
    const end = (how: 'slept' | 'woken') => {
      cancel?.();
      unlisten?.();
      signal.removeEventListener('abort', abort);
      resolve(how);
    };
    const abort = () => end('woken');
    const cancel = delayMs === undefined ? undefined : clock.after(delayMs, () => end('slept'));
    const unlisten = wake?.listen(abort);
    signal.addEventListener('abort', abort);
  });
}
