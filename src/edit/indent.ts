/** The indentation that text should have, given by the region it replaces and by the editor. */
export interface IndentShape {
  readonly original: readonly string[];
  readonly languageId: string;
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/** The lines with the region's indentation: its tabs or spaces, and its depth where the model left that out. */
export function indentLike(lines: readonly string[], shape: IndentShape): readonly string[] {
  return deepen(convert(lines, shape), shape);
}

/** The white space that all lines which are not blank begin with; that of the first line when all are blank. */
function commonIndent(lines: readonly string[]): string {
  const filled = lines.filter(isFilled);
  if (filled.length === 0) return indentOf(lines[0] ?? '');
  return filled.map(indentOf).reduce((common, indent) => {
    let length = 0;
    while (length < common.length && common[length] === indent[length]) length += 1;
    return common.slice(0, length);
  });
}

/**
 * Models leave out indentation in two ways: of the first line only (their answer was trimmed), or of all lines
 * alike (they wrote it from the margin).
 */
function deepen(lines: readonly string[], shape: IndentShape): readonly string[] {
  const base = commonIndent(shape.original);
  const index = lines.findIndex(isFilled);
  const first = lines[index];
  if (first === undefined || indentOf(first).startsWith(base)) return lines;
  const rest = lines.slice(index + 1).filter(isFilled);
  const firstIndent = indentOf(shape.original.find(isFilled) ?? shape.original[0] ?? '');
  const isShallow = rest.some((line) => !indentOf(line).startsWith(base));
  if (isShallow || (rest.length > 0 && isNestedFromMargin(first, rest[0] ?? '', { firstIndent, shape }))) {
    const own = commonIndent(lines).length;
    return lines.map((line) => (isFilled(line) ? base + line.slice(own) : line));
  }
  return lines.with(index, firstIndent + first.trimStart());
}

/** Decides between the two ways by how deep the second line is, where no line is shallower than the region. */
function isNestedFromMargin(
  first: string,
  second: string,
  region: { readonly firstIndent: string; readonly shape: IndentShape },
): boolean {
  if (!/([{([:,]|=>|->|\b(do|then|else|begin))\s*$|[^/]>\s*$/.test(first)) return false;
  const { tabSize, insertSpaces } = region.shape;
  const unit = insertSpaces ? tabSize : 1;
  const fromRegion = indentOf(second).length - region.firstIndent.length;
  const fromMargin = indentOf(second).length - indentOf(first).length;
  return Math.abs(fromMargin - unit) < Math.abs(fromRegion - unit);
}

/** Tabs where the region has tabs, spaces where it has spaces; nothing where it mixes them. */
function convert(lines: readonly string[], shape: IndentShape): readonly string[] {
  const style = styleOf(shape);
  if (style === 'tabs') return toTabs(lines, shape);
  if (style === 'spaces' && shape.languageId !== 'makefile') return lines.map((line) => toSpaces(line, shape.tabSize));
  return lines;
}

function styleOf(shape: IndentShape): 'tabs' | 'spaces' | 'mixed' {
  const indents = shape.original.map(indentOf);
  const tabs = indents.some((indent) => indent.includes('\t'));
  const spaces = indents.some((indent) => indent.startsWith('  '));
  if (tabs && spaces) return 'mixed';
  if (tabs) return 'tabs';
  return spaces || shape.insertSpaces ? 'spaces' : 'tabs';
}

function toSpaces(line: string, tabSize: number): string {
  const indent = indentOf(line);
  return indent.includes('\t') ? indent.replaceAll('\t', ' '.repeat(tabSize)) + line.slice(indent.length) : line;
}

function toTabs(lines: readonly string[], shape: IndentShape): readonly string[] {
  const unit = spaceUnit(lines, shape);
  return lines.map((line) => {
    const spaces = /^\t*( +)/.exec(line)?.[1]?.length ?? 0;
    if (spaces < unit) return line;
    const tabs = indentOf(line).length - spaces + Math.floor(spaces / unit);
    return '\t'.repeat(tabs) + ' '.repeat(spaces % unit) + line.trimStart();
  });
}

/** How many spaces this model means by one level: from the first line's known depth, else its smallest step. */
function spaceUnit(lines: readonly string[], shape: IndentShape): number {
  const depth = commonIndent(shape.original).length;
  const widths = lines.filter(isFilled).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const first = widths[0] ?? 0;
  if (depth > 0 && first >= 2 * depth && first % depth === 0) return first / depth;
  const steps = widths.filter((width) => width >= 2);
  return steps.length === 0 ? shape.tabSize : Math.min(...steps);
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function isFilled(line: string): boolean {
  return line.trim() !== '';
}
