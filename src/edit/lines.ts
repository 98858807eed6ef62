/** The lines of a text, by any of the three line breaks an editor knows. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** True when both hold the same lines. */
export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((line, index) => line === b[index]));
}

/** Collects the deltas of a stream into lines. */
export interface LineReader {
  /** Takes the next delta; true when at least one more line is complete. */
  push(delta: string): boolean;
  /** What follows the last line break is a line too, unless it is empty; true when there is such a line. */
  end(): boolean;
  /** Complete lines so far, without their breaks. */
  readonly lines: readonly string[];
}

/** A reader for one answer. A carriage return waits for its line feed, which may come with the next delta. */
export function lineReader(): LineReader {
  const lines: string[] = [];
  let rest = '';
  const take = (text: string, held: string): boolean => {
    const parts = splitLines(text);
    rest = (parts.pop() ?? '') + held;
    lines.push(...parts);
    return parts.length > 0;
  };
  return {
    lines,
    push(delta) {
      const text = rest + delta;
      return text.endsWith('\r') ? take(text.slice(0, -1), '\r') : take(text, '');
    },
    end() {
      take(rest, '');
      const isTorn = rest !== '';
      if (isTorn) lines.push(rest);
      rest = '';
      return isTorn;
    },
  };
}

/** Replaces `count` lines from line `start` on; lines are counted from the beginning of the list it was made for. */
export interface Splice {
  readonly start: number;
  readonly count: number;
  readonly lines: readonly string[];
}

/** The smallest splice that turns one list of lines into the other: equal lines at both ends are left alone. */
export function spliceBetween(from: readonly string[], to: readonly string[]): Splice {
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  return { start: head, count: from.length - head - tail, lines: to.slice(head, to.length - tail) };
}
