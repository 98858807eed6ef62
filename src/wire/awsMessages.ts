import * as l10n from '@vscode/l10n';
import { Failure } from '../llm/failure.ts';

/** One message of an AWS event stream. */
export interface AwsMessage {
  /** Those that are text, which all that matter are. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/** Lengths of the parts that each message has: total and header length with their checksum, and the message's own checksum. */
const [preludeLength, checksumLength] = [12, 4];

/** AWS sends no longer ones, and so the first byte of a message is always 0, unlike that of any JSON. */
const maxMessageLength = 16 * 1024 * 1024 - 1;

/** How many bytes a header's value takes, by the number of its type; -1 where its length stands before it. */
const valueLengths = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16] as const;
const textType = 7;

const checksums = Uint32Array.from({ length: 256 }, (_, index) => {
  let sum = index;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** CRC-32 as gzip has it. */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (checksums[(sum ^ byte) & 0xff] ?? 0);
  return ~sum >>> 0;
}

const text = new TextDecoder();

/**
 * Cuts bytes into the messages of an AWS event stream, and checks both checksums of each:
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export class AwsMessages {
  #held = new Uint8Array(1024);
  #start = 0;
  #end = 0;
  /** Length of the message that is being held, once its beginning was checked. */
  #awaited: number | undefined;
  #failure: unknown;

  /** The messages that these bytes complete. Throws on damage, but only after all that came before it was given. */
  push(bytes: Uint8Array): readonly AwsMessage[] {
    this.end();
    this.#hold(bytes);
    const messages: AwsMessage[] = [];
    try {
      for (let message = this.#next(); message !== undefined; message = this.#next()) messages.push(message);
    } catch (failure) {
      if (messages.length === 0) throw failure;
      this.#failure = failure;
    }
    return messages;
  }

  /** Throws on damage that is still to be told of. The beginning of a message is no damage. */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#end - this.#start;
    if (this.#end + bytes.length > this.#held.length) {
      const roomy = new Uint8Array(Math.max(this.#held.length, 2 * (length + bytes.length)));
      roomy.set(this.#held.subarray(this.#start, this.#end));
      [this.#held, this.#start, this.#end] = [roomy, 0, length];
    }
    this.#held.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #next(): AwsMessage | undefined {
    const bytes = this.#held.subarray(this.#start, this.#end);
    if (bytes.length < preludeLength) return undefined;
    this.#awaited ??= checkedLength(bytes);
    if (bytes.length < this.#awaited) return undefined;
    const message = bytes.subarray(0, this.#awaited);
    this.#start += this.#awaited;
    this.#awaited = undefined;
    return read(message);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Checked before the rest is waited for: what is no event stream would be waited for until it ends. */
function checkedLength(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const length = view.getUint32(0);
  if (crc32(bytes.subarray(0, 8)) !== view.getUint32(8)) throw damaged();
  const least = view.getUint32(4) + preludeLength + checksumLength;
  if (length < least || length > maxMessageLength) throw damaged();
  return length;
}

function read(message: Uint8Array): AwsMessage {
  const view = viewOf(message);
  const end = message.length - checksumLength;
  if (crc32(message.subarray(0, end)) !== view.getUint32(end)) throw damaged();
  const payloadStart = preludeLength + view.getUint32(4);
  return {
    headers: headersOf(message.subarray(preludeLength, payloadStart)),
    // A copy, since the place it is held in is used again.
    payload: message.slice(payloadStart, end),
  };
}

function headersOf(bytes: Uint8Array): Readonly<Record<string, string>> {
  const view = viewOf(bytes);
  const headers: Record<string, string> = {};
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 1 + (bytes[at] ?? 0);
    const type = bytes[nameEnd];
    const fixed = type === undefined ? undefined : valueLengths[type];
    const start = nameEnd + (fixed === -1 ? 3 : 1);
    if (fixed === undefined || start > bytes.length) throw damaged();
    const end = start + (fixed === -1 ? view.getUint16(nameEnd + 1) : fixed);
    if (end > bytes.length) throw damaged();
    if (type === textType)
      headers[text.decode(bytes.subarray(at + 1, nameEnd))] = text.decode(bytes.subarray(start, end));
    at = end;
  }
  return headers;
}

const damaged = (): Failure =>
  new Failure({
    kind: 'bad-response',
    reason: l10n.t(
      '{0} sent a stream that is damaged on the way or none of AWS; check the address, and any proxy on the way to it',
    ),
  });
