import * as l10n from '@vscode/l10n';
import { language } from '../model/language.ts';

/**
 * How a list of the past is divided: the heading for what was at that time. By days of the calendar, not by hours:
 * what was done before midnight is of yesterday.
 */
export function ageOf(at: number, nowMs: number): string {
  const midnight = (daysAgo: number) => {
    const day = new Date(nowMs);
    // Not by subtracting hours, since a day may have 23 or 25 of them.
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime();
  };
  if (at >= midnight(0)) return l10n.t('Today');
  if (at >= midnight(1)) return l10n.t('Yesterday');
  return at >= midnight(6) ? l10n.t('Last 7 days') : l10n.t('Older');
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
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-Math.floor(passedMs / unitMs), unit);
}
