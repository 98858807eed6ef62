import type { FaultRow } from './row.ts';

const widths = { fault: 34, expected: 44, seen: 84 } as const;

/** The rows as a table that fits a wide terminal, and a last line with the totals. */
export function faultTable(rows: readonly FaultRow[]): string {
  const rule = `${'─'.repeat(widths.fault)}┼${'─'.repeat(widths.expected)}┼${'─'.repeat(widths.seen)}`;
  const failed = rows.filter((row) => row.failed > 0).length;
  const barred = rows.filter((row) => row.cannotArise !== undefined).length;
  const cases = rows.reduce((sum, { seen }) => sum + seen.length, 0);
  return [
    line('fault', 'expected', 'seen'),
    ...rows.flatMap((row) => [rule, ...linesOf(row)]),
    rule,
    `${rows.length} faults in ${cases} cases: ${rows.length - failed} as expected, ${failed} not; ${barred} cannot arise as such`,
  ].join('\n');
}

function linesOf({ id, title, expected, seen, failed, cannotArise }: FaultRow): readonly string[] {
  const mark = failed > 0 ? '✖' : '✔';
  const first = wrapped(`${mark} ${id} ${title}`, widths.fault - 1);
  const second = wrapped(expected, widths.expected - 2);
  const barred = cannotArise === undefined ? [] : [`cannot arise: ${cannotArise}`];
  const third = [...barred, ...seen].flatMap((text) => wrapped(text, widths.seen - 2));
  const height = Math.max(first.length, second.length, third.length);
  return Array.from({ length: height }, (_, at) => line(first[at] ?? '', second[at] ?? '', third[at] ?? ''));
}

const line = (fault: string, expected: string, seen: string): string =>
  `${fault.padEnd(widths.fault)}│ ${expected.padEnd(widths.expected - 1)}│ ${seen}`.trimEnd();

/** Broken between words; what is longer than a line is cut. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, width));
  }
  return lines;
}
