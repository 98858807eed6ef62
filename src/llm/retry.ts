import type { Fault } from './failure.ts';
import { longestWaitMs } from './retryAfter.ts';

const maxRetries = 2;
const firstDelayMs = 500;
const maxDelayMs = 8_000;

/** A wrong key, an empty account or a bad request does not get better by asking again, whatever the headers say. */
const hopeless: ReadonlySet<Fault['kind']> = new Set([
  'no-key',
  'unauthorized',
  'forbidden',
  'not-found',
  'quota',
  'too-long',
  'bad-request',
]);

/**
 * How long to wait before the given retry (1 for the first), or undefined when the failure is final. Only for failures
 * before any output: after it, trying again would repeat what the user has already read.
 */
export function retryDelayMs(fault: Fault, attempt: number, random: () => number): number | undefined {
  if (attempt > maxRetries || !isRetryable(fault)) return undefined;
  if (fault.retryAfterMs !== undefined) return fault.retryAfterMs > longestWaitMs ? undefined : fault.retryAfterMs;
  const delayMs = Math.min(firstDelayMs * 2 ** (attempt - 1), maxDelayMs);
  return Math.round(delayMs * (0.75 + random() / 2));
}

function isRetryable({ kind, status, shouldRetry }: Fault): boolean {
  if (hopeless.has(kind)) return false;
  if (shouldRetry !== undefined) return shouldRetry;
  if (status !== undefined)
    return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
  return kind === 'network' || kind === 'overloaded' || kind === 'rate-limited' || kind === 'interrupted';
}
