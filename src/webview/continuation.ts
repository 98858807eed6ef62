import type { MarkedToken, Tokens } from 'marked';

/** The last block of an answer while it is a list or a table that only grows at its end. */
export interface OpenBlock {
  readonly block: Tokens.List | Tokens.Table;
  /** Items or rows that are not read again. */
  readonly kept: number;
  /** What has to stand before the rest for it to be read alone. */
  readonly head: string;
  /** Where the rest begins in the answer. */
  readonly restStart: number;
}

/** So many items or rows at the end may still change: the last, and the one whose end it decides. */
const unsettled = 2;

/** What of a block need not be read again when more of it comes; undefined when it is short, or not of that kind. */
export function openBlockOf(block: MarkedToken | undefined, start: number): OpenBlock | undefined {
  if (block?.type === 'list') {
    const kept = block.items.length - unsettled;
    if (kept < unsettled) return undefined;
    const restStart = start + block.items.slice(0, kept).reduce((sum, { raw }) => sum + raw.length, 0);
    return { block, kept, head: '', restStart };
  }
  if (block?.type !== 'table' || block.rows.length < 2 * unsettled) return undefined;
  const lines = block.raw.trimEnd().split('\n');
  const kept = block.rows.length - unsettled;
  if (lines.length !== block.rows.length + 2) return undefined;
  const before = lines.slice(0, kept + 2).join('\n').length + 1;
  return { block, kept, head: `${lines.slice(0, 2).join('\n')}\n`, restStart: start + before };
}

/** The block that results when `rest` was read behind the head, or undefined when it does not belong to it. */
export function joined(open: OpenBlock, rest: MarkedToken | undefined, kept: string): MarkedToken | undefined {
  const { block } = open;
  if (block.type === 'list' && rest?.type === 'list' && sameMarker(block, rest)) {
    const items = [...block.items.slice(0, open.kept), ...rest.items];
    return { ...rest, start: block.start, items, raw: kept + rest.raw };
  }
  if (block.type === 'table' && rest?.type === 'table') {
    const rows = [...block.rows.slice(0, open.kept), ...rest.rows];
    return { ...rest, header: block.header, rows, raw: kept + rest.raw.slice(open.head.length) };
  }
  return undefined;
}

function sameMarker(a: Tokens.List, b: Tokens.List): boolean {
  return a.ordered === b.ordered && markerOf(a) === markerOf(b);
}

function markerOf({ raw }: Tokens.List): string | undefined {
  return /^\s*\d*([-+*.)])/.exec(raw)?.[1];
}
