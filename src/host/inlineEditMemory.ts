import * as z from 'zod/mini';
import type { Disposable, TextDocument } from 'vscode';
import { orElse } from '../chat/orElse.ts';
import { bookmark, type Bookmark, type Lines } from '../edit/bookmark.ts';
import { isOpen, isUnsettled, nextWrite } from '../edit/session.ts';
import type { FinishReason } from '../model/event.ts';
import { leftEditsKey } from './leftEditsKey.ts';
import { linesOf } from './documentLines.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';
import type { State } from './state.ts';

/** An edit that was neither accepted nor rejected when the editor was closed, or its extensions ended. */
export interface LeftEdit {
  readonly uri: string;
  readonly place: Bookmark;
  /** What a rejection leads to. */
  readonly original: readonly string[];
  readonly instruction: string;
  /** How its answer ended; absent when it was still being written. */
  readonly finish?: FinishReason | undefined;
}

/** More than any model writes in one answer: a selection like that is not worth what keeping it costs each time. */
const mostCharacters = 2_000_000;

const pauseMs = 500;
const finishes = ['stop', 'length', 'tool-calls', 'filtered', 'aborted'] as const satisfies readonly FinishReason[];
const lines = z.array(z.string());
const schema = orElse(
  z.array(
    z.object({
      uri: z.string(),
      place: z.object({ start: z.number(), below: z.number(), before: lines, after: lines }),
      original: lines,
      instruction: z.string(),
      finish: z.optional(z.enum(finishes)),
    }),
  ),
  [],
);

/** What of an edit was kept, and of what text. */
interface Kept {
  readonly told: string;
  readonly original: readonly string[];
}

/**
 * What there was before the edits that are under way, kept where it outlives the window: the editor brings half-written
 * lines back with a file that was not saved, and knows nothing of the edit. Text that streams costs no writing here.
 */
export class InlineEditMemory implements Disposable {
  readonly #state: State;
  readonly #runs: InlineEditRuns;
  #left: readonly LeftEdit[];
  /** What is kept by now; undefined when that has to be written anew, whatever it is. */
  #kept: readonly Kept[] | undefined = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAwaited = false;

  constructor(state: State, runs: InlineEditRuns) {
    this.#state = state;
    this.#runs = runs;
    this.#left = schema.parse(state.get(leftEditsKey));
  }

  /** The next that an earlier window left. Each is told of only once; those not yet taken stay kept meanwhile. */
  takeLeft(): LeftEdit | undefined {
    const [next, ...rest] = this.#left;
    this.#left = rest;
    this.#kept = undefined;
    return next;
  }

  /** To be told of each change of an edit: keeps the first at once, and those that follow it soon. */
  keep(): void {
    this.#isAwaited = this.#timer !== undefined;
    if (this.#isAwaited) return;
    this.#write();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isAwaited) this.keep();
    }, pauseMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    if (this.#isAwaited) this.#write();
  }

  #write(): void {
    const edits = this.#runs.all.filter(isWorthKeeping).map(leftOf);
    const now = edits.map(({ original, ...rest }): Kept => ({ told: JSON.stringify(rest), original }));
    const isSame = ({ told, original }: Kept, index: number) =>
      told === this.#kept?.[index]?.told && original === this.#kept[index].original;
    if (now.length === this.#kept?.length && now.every(isSame)) return;
    this.#kept = now;
    const all = [...this.#left, ...edits];
    this.#state.update(leftEditsKey, all.length === 0 ? undefined : all);
  }
}

/** A document as one that lines are looked for in. */
export const linesIn = (document: TextDocument): Lines => ({
  lineCount: document.lineCount,
  read: (region) => linesOf(document, region),
});

/** Its lines hold something that can still be taken back, or are about to. */
function isWorthKeeping({ session }: InlineEditRun): boolean {
  const isUnderWay = isOpen(session) || nextWrite(session) !== undefined;
  return isUnderWay && session.base.reduce((sum, line) => sum + line.length, 0) <= mostCharacters;
}

function leftOf({ document, session, instruction }: InlineEditRun): LeftEdit {
  const { region, base, finish } = session;
  const place = bookmark(region, linesIn(document));
  const end = isUnsettled(session) || finish === undefined ? {} : { finish };
  return { uri: document.uri.toString(), place, original: base, instruction, ...end };
}
