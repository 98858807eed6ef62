import { columnsOf, indentOf } from './matchLines.ts';

/** How a line begins as the model wrote it, and as the file has it. */
export interface IndentPair {
  readonly model: string;
  readonly file: string;
}

/** The indentation of a file by one level: a tab, or so many spaces; undefined when no line is indented. */
export function indentUnit(lines: readonly string[]): string | undefined {
  const indents = lines.filter((line) => line.trim() !== '').map(indentOf);
  const tabs = indents.filter((indent) => indent.startsWith('\t')).length;
  const spaces = indents.filter((indent) => indent.startsWith('  ')).length;
  if (tabs + spaces === 0) return undefined;
  return tabs > spaces ? '\t' : ' '.repeat(smallestStep(indents));
}

/** Lines of a model with the indentation of the file, which is known where both have the same line. */
export function reindent(
  lines: readonly string[],
  pairs: readonly IndentPair[],
  unit: string | undefined,
): readonly string[] {
  const mixes = unit !== undefined && lines.some((line) => indentOf(line).includes(unit === '\t' ? '  ' : '\t'));
  if (!mixes && pairs.every(({ model, file }) => model === file)) return lines;
  const known = new Map(pairs.map(({ model, file }) => [model, file]));
  const step = smallestStep([...known.keys(), ...lines.filter((line) => line.trim() !== '').map(indentOf)]);
  return lines.map((line) => {
    if (line.trim() === '') return '';
    const own = indentOf(line);
    return (
      (known.get(own) ?? derived(columnsOf(line), { pairs, step, unit: unit ?? ' '.repeat(step) })) +
      line.slice(own.length)
    );
  });
}

interface Levels {
  readonly pairs: readonly IndentPair[];
  /** Columns of one level in what the model wrote. */
  readonly step: number;
  readonly unit: string;
}

/** As many levels away from the nearest line that both have as the model wrote it. */
function derived(columns: number, { pairs, step, unit }: Levels): string {
  const nearest = [...pairs, ...(pairs.length === 0 ? [{ model: '', file: '' }] : [])].toSorted(
    (a, b) => Math.abs(columnsOf(a.model) - columns) - Math.abs(columnsOf(b.model) - columns),
  )[0] ?? { model: '', file: '' };
  const levels = (columns - columnsOf(nearest.model)) / step;
  if (levels >= 0) return nearest.file + unit.repeat(Math.floor(levels)) + ' '.repeat(Math.round((levels % 1) * step));
  const width = columnsOf(nearest.file) + Math.round(levels * columnsOf(unit));
  return unit === '\t' ? '\t'.repeat(Math.max(0, Math.round(width / 4))) : ' '.repeat(Math.max(0, width));
}

function smallestStep(indents: readonly string[]): number {
  const columns = [...new Set(indents.map(columnsOf))].toSorted((a, b) => a - b);
  const steps = columns.slice(1).map((width, index) => width - (columns[index] ?? 0));
  const real = [...steps, ...columns].filter((width) => width >= 2);
  return real.length === 0 ? 4 : Math.min(...real);
}
