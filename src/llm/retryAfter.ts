import { serverNowMs } from './rateHeaders.ts';

/** Waits longer than this are shown to the user instead of slept through. */
export const longestWaitMs = 120_000;

/**
 * How long a provider asks us to wait: `retry-after-ms`, else `retry-after` in seconds or as a date. A number is tried
 * first, because Date.parse reads "45" as a year. A date is read against the server's own clock, where it tells that.
 * Nonsense counts as not said; a date in the past as 0.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  return (
    duration(headers['retry-after-ms'], 1) ??
    duration(headers['retry-after'], 1_000) ??
    until(headers['retry-after'], serverNowMs(headers) ?? nowMs)
  );
}

function duration(text: string | undefined, unitMs: number): number | undefined {
  if (text === undefined || !/^\s*\d+(\.\d+)?(e\d+)?\s*$/i.test(text)) return undefined;
  return Math.ceil(Number(text) * unitMs);
}

/** Only what begins with a letter is a date: "Wed, 21 Oct 2026 07:28:00 GMT". */
function until(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined || !/^\s*[a-z]/i.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
