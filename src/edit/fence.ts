/** A line that opens or closes a fenced code block. */
export interface Fence {
  /** Width of the white space before it. */
  readonly indent: number;
  readonly marker: string;
  /** What follows the marker: the language, as a rule. A closing fence has none. */
  readonly info: string;
}

/** The fence that this line is, or undefined. */
export function fenceOf(line: string): Fence | undefined {
  const match = /^(\s*)(`{3,}|~{3,})\s*([^`]*?)\s*$/.exec(line);
  if (match === null) return undefined;
  return { indent: match[1]?.length ?? 0, marker: match[2] ?? '', info: match[3] ?? '' };
}

/** True when this line can end the block that `open` began. */
export function closes(line: string, open: Fence): boolean {
  const fence = fenceOf(line);
  return (
    fence !== undefined &&
    fence.info === '' &&
    fence.marker[0] === open.marker[0] &&
    fence.marker.length >= open.marker.length
  );
}
