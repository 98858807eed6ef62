interface Fence {
  readonly marker: string;
  readonly info: string;
}

/** Longer than any line that opens a block. */
const longestFence = 80;

const fenceLine = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})(.*)$/;

/** Where a text stopped, as far as code blocks go. */
export interface FenceState {
  /** The code block that is open; its opening may be the last line. */
  readonly open: Fence | undefined;
  readonly lastLine: string;
}

/** Reads a text's fences; done once, since the text may be long. */
export function fenceState(text: string): FenceState {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  let open: Fence | undefined;
  for (const line of lines) {
    const [, marker, info] = fenceLine.exec(line) ?? [];
    if (marker === undefined || info === undefined) continue;
    if (open === undefined)
      open = marker.startsWith('`') && info.includes('`') ? undefined : { marker, info: info.trim() };
    else if (sameKind(marker, open.marker) && info.trim() === '') open = undefined;
  }
  return { open, lastLine: lines.at(-1) ?? '' };
}

/**
 * How much of a continuation's beginning opens a code block that is open already; `undefined` while that cannot be
 * told. A fence with a language cannot close a block (https://spec.commonmark.org/0.31.2/#fenced-code-blocks), so
 * one with the open block's language opens it again.
 */
export function reopenedLength({ open, lastLine }: FenceState, head: string): number | undefined {
  const stoppedAt = /^[\s>]*((?:`+|~+)[^`]*)$/.exec(lastLine)?.[1];
  if (stoppedAt !== undefined) {
    const again = head.replace(/^[ \t]+/, '');
    if (again.length < Math.max(3, stoppedAt.length) && (stoppedAt.startsWith(again) || isShortRun(again)))
      return undefined;
    if (again.startsWith(stoppedAt) && /^(?:`{3}|~{3})/.test(again))
      return head.length - again.length + stoppedAt.length;
  }
  return open === undefined ? 0 : reopenedBlockLength(open, lastLine, head);
}

function isShortRun(text: string): boolean {
  return /^(?:`{1,2}|~{1,2})$/.test(text);
}

function reopenedBlockLength(open: Fence, lastLine: string, head: string): number | undefined {
  const [match, marker, info] = /^\s*(`{3,}|~{3,})([^`\n]*)\n/.exec(head) ?? [];
  if (match === undefined || marker === undefined || info === undefined) {
    const mayBecomeFence = /^\s*(?:`*|~*)$|^\s*(?:`{3,}|~{3,})[^`\n]*$/.test(head);
    return mayBecomeFence && head.length < longestFence ? undefined : 0;
  }
  if (!sameKind(marker, open.marker) || !isLanguageAgain(info.trim(), open.info)) return 0;
  // The line break still belongs to the opening line that the text stopped in.
  return match.length - (fenceLine.test(lastLine) ? 1 : 0);
}

function isLanguageAgain(info: string, open: string): boolean {
  return info !== '' && (open === '' || info.toLowerCase() === open.toLowerCase());
}

function sameKind(marker: string, open: string): boolean {
  return marker[0] === open[0] && marker.length >= open.length;
}
