/** How a list of the past is divided. */
export type Age = 'Today' | 'Yesterday' | 'Last 7 days' | 'Older';

/** By days of the calendar, not by hours: what was done before midnight is of yesterday. */
export function ageOf(at: number, nowMs: number): Age {
  const midnight = (daysAgo: number) => {
    const day = new Date(nowMs);
    // Not by subtracting hours, since a day may have 23 or 25 of them.
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime();
  };
  if (at >= midnight(0)) return 'Today';
  if (at >= midnight(1)) return 'Yesterday';
  return at >= midnight(6) ? 'Last 7 days' : 'Older';
}

const minuteMs = 60_000;
const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 24 * 60 * minuteMs],
  ['hour', 60 * minuteMs],
  ['minute', minuteMs],
];

/** How long ago in words, as the pickers of VS Code say it. */
export function ago(at: number, nowMs: number): string {
  const passedMs = nowMs - at;
  const [unit, unitMs] = units.find(([, ms]) => passedMs >= ms) ?? ['minute', minuteMs];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(passedMs / unitMs), unit);
}
