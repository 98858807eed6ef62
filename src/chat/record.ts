import * as z from 'zod/mini';
import type { ChatEvent } from '../model/transcript.ts';
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
  return entries.map((entry) => `\n${JSON.stringify({ kind: 'event', ...entry })}`).join('');
}

/** The first record of a file. */
export function encodeHeader(id: string): string {
  return `\n${JSON.stringify({ kind: 'chat', version: recordVersion, id })}`;
}

/** Reads whatever is left of a file: lines that cannot be read are counted and skipped. */
export function decodeRecords(bytes: Uint8Array): Records {
  const written = new Map<string, number>();
  const events: ChatEvent[] = [];
  let version: number | undefined;
  let damaged = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const text = line.replaceAll('\0', '');
    // A power failure leaves blocks of NUL; a record may follow them on the same line.
    if (text.length < line.length) damaged++;
    if (text.trim() === '') continue;
    const read = decodeLine(text);
    if (read === 'damaged') damaged += text.length < line.length ? 0 : 1;
    else if (read.kind === 'chat') version ??= read.version;
    else if (read.kind === 'event' && read.entry.n > (written.get(read.entry.by) ?? -1)) {
      written.set(read.entry.by, read.entry.n);
      events.push(read.entry.event);
    }
  }
  return { version, events, damaged };
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
