import * as l10n from '@vscode/l10n';
import { Failure } from './failure.ts';
import { brokenOff } from './networkFailure.ts';
import { Aborted, type Watchdog } from './watchdog.ts';

/** More than this is no answer any more but an attack or a fault. */
const maxBytes = 96 * 1024 * 1024;

/** White space, and the three bytes of a byte order mark. */
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** The bytes of one answer, read under a watchdog. Must be closed, which frees the socket when there is more to come. */
export class ResponseBody {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #watchdog: Watchdog;
  #bytes = 0;
  #held: Uint8Array | undefined;
  #ended = false;
  #broken: Failure | undefined;

  constructor(body: AsyncIterable<Uint8Array>, watchdog: Watchdog) {
    this.#iterator = body[Symbol.asyncIterator]();
    this.#watchdog = watchdog;
  }

  /** Why the bytes stopped coming, when that was not their proper end. */
  get broken(): Failure | undefined {
    return this.#broken;
  }

  /** The next bytes; undefined at the end, also when the connection broke. Throws when the caller aborted. */
  async read(): Promise<Uint8Array | undefined> {
    if (this.#held !== undefined) return this.#release();
    if (this.#ended || this.#broken !== undefined) return undefined;
    try {
      const { done, value } = await this.#watchdog.guard(this.#iterator.next());
      if (done !== true) return this.#counted(value);
      this.#ended = true;
    } catch (cause) {
      if (cause instanceof Aborted) throw cause;
      this.#broken = cause instanceof Failure ? cause : brokenOff(cause);
    }
    return undefined;
  }

  /**
   * The first byte that is no white space, without consuming it; `blank` when nothing but white space has come yet,
   * which some send as a sign of life, and which is dropped.
   */
  async firstByte(): Promise<number | 'blank' | undefined> {
    const bytes = await this.read();
    if (bytes === undefined) return undefined;
    const start = bytes.findIndex((byte) => !blanks.has(byte));
    if (start === -1) return 'blank';
    this.#held = bytes.subarray(start);
    return bytes[start];
  }

  /** All that is left as text, or its beginning when it is longer than the limit. */
  async text(limitBytes: number): Promise<string> {
    const decoder = new TextDecoder();
    const parts: string[] = [];
    let length = 0;
    for (let bytes = await this.read(); bytes !== undefined; bytes = await this.read()) {
      this.#watchdog.progress();
      parts.push(decoder.decode(bytes, { stream: true }));
      length += bytes.length;
      if (length >= limitBytes) break;
    }
    parts.push(decoder.decode());
    return parts.join('');
  }

  /** Not waited for: an iterator that hangs would hang here too, and the signal closes its socket anyway. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  #counted(bytes: Uint8Array): Uint8Array {
    this.#bytes += bytes.length;
    if (this.#bytes > maxBytes)
      throw new Failure({ kind: 'bad-response', reason: l10n.t('{0} sent more than 96 MB, which no answer needs') });
    return bytes;
  }

  #release(): Uint8Array | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held;
  }
}
