import * as z from 'zod/mini';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import { parseJson } from './parseJson.ts';

/** How often the window that writes a chat gives a sign of life. */
const beatMs = 10_000;
/** Without one for this long, it counts as gone. */
const staleMs = 30_000;
/** How often a window that only follows looks. */
const followMs = 1_000;

/** Which window writes a chat: this one, or another one that it is left to. */
export type Hold = 'here' | 'elsewhere';

export interface LeaseOptions {
  /** The file beside the chat. */
  readonly name: string;
  /** Names this window; no other one has the same. */
  readonly by: string;
  readonly files: Files;
  readonly clock: Clock;
  /** Told after each look that was not asked for, whether something changed or not. */
  onLook(hold: Hold): void;
}

interface Holder {
  readonly by: string;
  readonly process: string;
}

const claimSchema = z.object({ by: z.string(), after: z.string(), process: z.string() });

/**
 * The right to write one chat, so that two windows do not talk across each other in it. Its file is a log of claims, and
 * each counts only if it names the holder it follows: whoever reads the log finds the same holder, and nothing but an
 * append is needed. It keeps no words safe, records do that themselves; so where it fails the chat is written all the same.
 */
export class Lease {
  readonly #options: LeaseOptions;
  #cancelTimer: (() => void) | undefined;
  #hold: Hold | undefined;
  /** The last sign of life of the other window, and at how many looks in a row it was still the last. */
  #sign = 0;
  #silentLooks = 0;
  #isReleased = false;
  /** One thing at a time: a claim must not come after the release. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Takes the chat if nobody writes it, or if who did is gone; from then on it looks by itself. */
  acquire(): Promise<Hold> {
    return this.#take(() => this.#look());
  }

  /** Takes the chat, whoever writes it. */
  takeOver(): Promise<Hold> {
    return this.#take(async () => {
      try {
        return await this.#claim(await this.#holder());
      } catch {
        return 'here';
      }
    });
  }

  /** Looks at once, and tells. */
  async check(): Promise<void> {
    const hold = await this.acquire();
    if (!this.#isReleased) this.#options.onLook(hold);
  }

  /** Leaves the chat to whoever wants it. */
  async release(): Promise<void> {
    this.#isReleased = true;
    this.#cancelTimer?.();
    await this.#work;
    const { files, name, by } = this.#options;
    try {
      if ((await this.#holder())?.by === by) await files.remove(name);
    } catch {
      // Without a sign of life it is stale before long.
    }
  }

  #take(take: () => Promise<Hold>): Promise<Hold> {
    const work = this.#work.then(async () => {
      if (!this.#isReleased) this.#hold = await take();
      this.#schedule();
      return this.#hold ?? 'here';
    });
    this.#work = work;
    return work;
  }

  async #look(): Promise<Hold> {
    try {
      const holder = await this.#holder();
      if (holder?.by === this.#options.by) return 'here';
      return holder === undefined || (await this.#isGone(holder)) ? await this.#claim(holder) : 'elsewhere';
    } catch {
      // A disk that cannot be read or written is told of where the chat is.
      return this.#hold ?? 'here';
    }
  }

  async #claim(previous: Holder | undefined): Promise<Hold> {
    const { files, name, by } = this.#options;
    const claim = { by, after: previous?.by ?? '', process: files.process?.name ?? '' };
    await files.append(name, `\n${JSON.stringify(claim)}`);
    const holder = await this.#holder();
    // It was removed in between by the window that left.
    if (holder === undefined && previous !== undefined) return this.#claim(undefined);
    return holder?.by === by ? 'here' : 'elsewhere';
  }

  async #holder(): Promise<Holder | undefined> {
    const bytes = await this.#options.files.read(this.#options.name);
    let holder: Holder | undefined;
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      const claim = claimSchema.safeParse(parseJson(line)).data;
      if (claim !== undefined && claim.after === (holder?.by ?? '')) holder = claim;
    }
    return holder;
  }

  /** A machine that slept finds every sign of life old, so a process that is there is given time for another one. */
  async #isGone({ process }: Holder): Promise<boolean> {
    const { files, name, clock } = this.#options;
    const state = files.process?.stateOf(process) ?? 'unknown';
    if (state !== 'unknown' && state !== 'alive') return true;
    const sign = (await files.stat(name))?.modifiedAt ?? 0;
    this.#silentLooks = sign === this.#sign ? this.#silentLooks + 1 : 0;
    this.#sign = sign;
    return state === 'alive' ? this.#silentLooks * followMs >= staleMs : clock.now() - sign >= staleMs;
  }

  #schedule(): void {
    this.#cancelTimer?.();
    if (this.#isReleased) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(this.#hold === 'elsewhere' ? followMs : beatMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    await this.check();
    if (this.#hold !== 'here' || this.#isReleased) return;
    const { files, name } = this.#options;
    await files.append(name, '\n').catch(() => undefined);
  }
}
