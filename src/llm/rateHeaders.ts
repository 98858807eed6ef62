/** A budget that a provider keeps: what is left of it, and when it is whole again. */
export interface Budget {
  readonly counts: 'requests' | 'tokens';
  readonly remaining: number;
  /** All of it; absent when it is not told. */
  readonly limit?: number;
  readonly resetAtMs: number;
}

type Headers = Readonly<Record<string, string>>;

interface Family {
  /** With `*` in the place of `limit`, `remaining` and `reset`. */
  readonly name: string;
  readonly counts: Budget['counts'];
  /** When, from now on; undefined when it cannot be read for certain. */
  readonly untilMs: (text: string, serverNowMs: number) => number | undefined;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6m0s", "7.66s", "12ms". */
function duration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0), 0);
}

const seconds = (text: string): number | undefined => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : undefined);

/** RFC 3339, read against the server's own clock, because this machine's may be wrong. */
function date(text: string, serverNowMs: number): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs - serverNowMs;
}

/**
 * The headers whose meaning is documented. Others, with a bare `x-ratelimit-reset` of one of many units, are shown to
 * the user and not waited for.
 */
const families: readonly Family[] = [
  // https://platform.openai.com/docs/guides/rate-limits, https://console.groq.com/docs/rate-limits
  { name: 'x-ratelimit-*-requests', counts: 'requests', untilMs: duration },
  { name: 'x-ratelimit-*-tokens', counts: 'tokens', untilMs: duration },
  // https://docs.anthropic.com/en/api/rate-limits
  { name: 'anthropic-ratelimit-requests-*', counts: 'requests', untilMs: date },
  { name: 'anthropic-ratelimit-tokens-*', counts: 'tokens', untilMs: date },
  { name: 'anthropic-ratelimit-input-tokens-*', counts: 'tokens', untilMs: date },
  { name: 'anthropic-ratelimit-output-tokens-*', counts: 'tokens', untilMs: date },
  // https://inference-docs.cerebras.ai/support/rate-limits
  { name: 'x-ratelimit-*-requests-day', counts: 'requests', untilMs: seconds },
  { name: 'x-ratelimit-*-tokens-minute', counts: 'tokens', untilMs: seconds },
];

/** The budgets an answer tells of, by the names of their headers. */
export function budgetsIn(headers: Headers, nowMs: number): ReadonlyMap<string, Budget> {
  const found = new Map<string, Budget>();
  for (const { name, counts, untilMs } of families) {
    const remaining = count(headers[name.replace('*', 'remaining')]);
    const reset = headers[name.replace('*', 'reset')]?.trim();
    const limit = count(headers[name.replace('*', 'limit')]);
    // Azure says 0 of -1 where it keeps no such budget.
    const isKept = limit === undefined ? headers[name.replace('*', 'limit')] === undefined : limit > 0;
    if (remaining === undefined || reset === undefined || !isKept) continue;
    const delayMs = untilMs(reset, serverNowMs(headers) ?? nowMs);
    if (delayMs === undefined) continue;
    const resetAtMs = nowMs + Math.max(0, Math.ceil(delayMs));
    found.set(name, { counts, remaining, resetAtMs, ...(limit === undefined ? {} : { limit }) });
  }
  return found;
}

/** The time the server says it is. */
export function serverNowMs(headers: Headers): number | undefined {
  const atMs = Date.parse(headers['date'] ?? '');
  return Number.isNaN(atMs) ? undefined : atMs;
}

const mostShown = 12;

/** All that an answer's headers say of limits, as they are, for a user who wants to know. */
export function shownLimits(headers: Headers): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => /rate-?limit/.test(name))
    .slice(0, mostShown)
    .map(([name, value]) => `${name}: ${value.slice(0, 100)}`);
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}
