import * as z from 'zod/mini';
import type { ChatEvent } from '../model/transcript.ts';
import { parseJson } from './parseJson.ts';
import { decodeEvent } from './savedEvent.ts';

/** The version this code writes. A file of a later one is read as far as possible and not added to. */
export const recordVersion = 1;

/**
 * An event as it is written. `by` names the session that wrote it and `n` counts its records, so that one that was
 * written twice, because the first attempt failed halfway, is read once.
 */
export interface Entry {
  readonly by: string;
  readonly n: number;
  readonly event: ChatEvent;
}

/** What a file of records holds. */
export interface Records {
  /** Undefined when the header is missing. */
  readonly version: number | undefined;
  readonly events: readonly ChatEvent[];
  /** Records that cannot be read. Kinds that a later version added are not counted. */
  readonly damaged: number;
}

/**
 * One record a line, with the line break first: a line that a crash tore off is closed by whatever is written next,
 * by this window or another one, without anybody having to notice.
 */
export function encodeEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `\n${encodeEntry(entry)}`).join('');
}

/** Longer values are cut: a record has to fit into one string, and one value must not cost the conversation. */
const longestValue = 16 * 1024 * 1024;

function encodeEntry(entry: Entry): string {
  const record = { kind: 'event', ...entry };
  try {
    return JSON.stringify(record, (_, value: unknown) => shortened(value));
  } catch {
    return JSON.stringify(record, withoutCycles());
  }
}

function shortened(value: unknown): unknown {
  return typeof value === 'string' && value.length > longestValue
    ? `${value.slice(0, longestValue)}… [${value.length - longestValue} more characters were too many to be kept]`
    : value;
}

/** What other extensions hand over may be anything, and JSON is not enough for some of it. */
function withoutCycles(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_, value) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) return null;
      seen.add(value);
    }
    return shortened(value);
  };
}

/** The first record of a file. */
export function encodeHeader(id: string): string {
  return `\n${JSON.stringify({ kind: 'chat', version: recordVersion, id })}`;
}

/** Reads whatever is left of a file: lines that cannot be read are counted and skipped. */
export function decodeRecords(bytes: Uint8Array): Records {
  return decodeLines(linesOf(bytes));
}

/** The same without what was streamed, which is nearly all of a file: enough to know its title and to count its turns. */
export function decodeOutline(bytes: Uint8Array): readonly ChatEvent[] {
  return decodeLines(linesOf(bytes, isStreamed)).events;
}

function decodeLines(lines: Iterable<string>): Records {
  const written = new Map<string, number>();
  const events: ChatEvent[] = [];
  let version: number | undefined;
  let damaged = 0;
  for (const line of lines) {
    const text = line.replaceAll('\0', '');
    // A power failure leaves blocks of NUL; a record may follow them on the same line.
    if (text.length < line.length) damaged++;
    if (text.trim() === '') continue;
    const read = decodeLine(text);
    if (read === 'damaged') damaged += text.length < line.length ? 0 : 1;
    // A later version may have gone on with a file of this one.
    else if (read.kind === 'chat') version = Math.max(version ?? 0, read.version);
    else if (read.kind === 'event' && read.entry.n > (written.get(read.entry.by) ?? -1)) {
      written.set(read.entry.by, read.entry.n);
      events.push(read.entry.event);
    }
  }
  return { version, events, damaged };
}

const lineBreak = 10;
/** As many bytes of a line as tell its kind. */
const beginning = 160;

/** Quotation marks within a string are escaped, so this cannot be in one. */
function isStreamed(start: string): boolean {
  return start.includes('"event":{"type":"stream"');
}

/** Line by line, because a file may be longer than a string can be; a line that is reads as damaged. */
function* linesOf(bytes: Uint8Array, isLeftOut?: (start: string) => boolean): Iterable<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(lineBreak, start);
    const end = found === -1 ? bytes.length : found;
    const text = (until: number) => decodeText(decoder, bytes.subarray(start, Math.min(end, until)));
    if (isLeftOut?.(text(start + beginning)) !== true) yield text(end);
    start = end + 1;
  }
}

function decodeText(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return '\uFFFD';
  }
}

type Line =
  | { readonly kind: 'chat'; readonly version: number }
  | { readonly kind: 'event'; readonly entry: Entry }
  | { readonly kind: 'unknown' };

const headerSchema = z.object({ version: z.number() });
const entrySchema = z.object({ by: z.string(), n: z.number(), event: z.unknown() });
const kindSchema = z.object({ kind: z.string() });

function decodeLine(line: string): Line | 'damaged' {
  const value = parseJson(line);
  const { data } = kindSchema.safeParse(value);
  if (data === undefined) return 'damaged';
  if (data.kind === 'chat') {
    const header = headerSchema.safeParse(value);
    return header.success ? { kind: 'chat', version: header.data.version } : 'damaged';
  }
  return data.kind === 'event' ? decodeEntry(value) : { kind: 'unknown' };
}

function decodeEntry(value: unknown): Line | 'damaged' {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) return 'damaged';
  const event = decodeEvent(entry.data.event);
  if (event === 'unknown') return { kind: 'unknown' };
  return event === 'damaged' ? event : { kind: 'event', entry: { ...entry.data, event } };
}
