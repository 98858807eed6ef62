import type { Disposable, TextDocument, TextEditor } from 'vscode';
import { sameLines } from '../edit/lines.ts';
import { areMeeting, distanceTo } from '../edit/places.ts';
import type { Region } from '../edit/region.ts';
import { isAsleep, isOpen, isReviewable } from '../edit/session.ts';
import { InlineEditRun, isHalfWritten, type RunStart, type Turns } from './inlineEditRun.ts';

/** Edits that are over and to which undo may lead back; more would be all of a long day. */
const mostAsleep = 20;

/**
 * The edits there are, any number in a document. They write one after the other, so that each knows its own change from
 * those of the others, and never two into one undo step, so that undo takes back one edit at a time.
 */
export class InlineEditRuns implements Turns, Disposable {
  readonly #runs = new Set<InlineEditRun>();
  /** The last write of each document. */
  readonly #writes = new WeakMap<TextDocument, Promise<unknown>>();
  /** Those that others wait for. */
  readonly #within = new WeakSet<InlineEditRun>();

  /** A new edit, or what is left of one; what failed in the same lines is forgotten. */
  begin(start: Omit<RunStart, 'turns'>): InlineEditRun {
    const { document, region } = start;
    for (const failed of this.in(document).filter(({ session }) => session.phase === 'failed')) {
      if (areMeeting(failed.session.region, region)) this.delete(failed);
    }
    const asleep = this.all.filter(({ session }) => isAsleep(session));
    for (const oldest of asleep.slice(0, Math.max(0, asleep.length - mostAsleep))) this.delete(oldest);
    const run = new InlineEditRun({ ...start, turns: this });
    this.#runs.add(run);
    run.onDidUpdate(() => this.#letOthersWrite(run));
    return run;
  }

  has(run: InlineEditRun): boolean {
    return this.#runs.has(run);
  }

  /** Ends its request, and follows it no longer. */
  delete(run: InlineEditRun): void {
    this.#runs.delete(run);
    run.dispose();
    this.#letOthersWrite(run);
  }

  get all(): readonly InlineEditRun[] {
    return [...this.#runs];
  }

  /** Those of a document, from its top. */
  in(document: TextDocument | undefined): readonly InlineEditRun[] {
    return this.all
      .filter((run) => run.document === document)
      .toSorted((a, b) => a.session.region.start - b.session.region.start);
  }

  /** Those among them that are not over. */
  openIn(document: TextDocument | undefined): readonly InlineEditRun[] {
    return this.in(document).filter(({ session }) => isOpen(session));
  }

  /** The one of this id, whether it is over or not; anything but an id means the one at the cursor, or the nearest. */
  find(id: unknown, editor: TextEditor | undefined): InlineEditRun | undefined {
    if (typeof id === 'string') return this.all.find((run) => run.id === id);
    const line = editor?.selection.active.line ?? 0;
    const distance = ({ session: { region } }: InlineEditRun) => distanceTo(region, line);
    return this.openIn(editor?.document).toSorted((a, b) => distance(a) - distance(b))[0];
  }

  /** The one under review that these lines are part of. */
  around(document: TextDocument, { start, count }: Region): InlineEditRun | undefined {
    return this.openIn(document).find(({ session }) => {
      const { region } = session;
      return isReviewable(session) && region.start <= start && start + count <= region.start + region.count;
    });
  }

  /** The one that is in the way of an edit there: its lines are among these, or next to them. */
  inTheWay(document: TextDocument, regions: readonly Region[]): InlineEditRun | undefined {
    const isThere = ({ session }: InlineEditRun) => regions.some((region) => areMeeting(session.region, region));
    return this.openIn(document).find(isThere);
  }

  /** Brings the document to a text without anything half-written; the edit whose undo step is open comes first. */
  async readyToSave(document: TextDocument): Promise<void> {
    const half = this.in(document).filter(isHalfWritten);
    for (const run of half.toSorted((a, b) => Number(b.isWithinStep) - Number(a.isWithinStep))) await run.readyToSave();
  }

  take<T>(document: TextDocument, write: () => Promise<T>): Promise<T> {
    const turn = (this.#writes.get(document) ?? Promise.resolve()).then(write, write);
    this.#writes.set(document, turn);
    return turn;
  }

  isTaken(run: InlineEditRun): boolean {
    return this.all.some((other) => other !== run && other.document === run.document && other.isWithinStep);
  }

  makeRoom(run: InlineEditRun, region: Region): boolean {
    const others = this.openIn(run.document).filter((one) => one !== run && areMeeting(one.session.region, region));
    if (others.some(({ session: { held, base } }) => !sameLines(held, base))) return false;
    for (const other of others) other.send({ type: 'close' });
    return true;
  }

  dispose(): void {
    for (const run of this.#runs) run.dispose();
    this.#runs.clear();
  }

  #letOthersWrite(run: InlineEditRun): void {
    if (this.has(run) && run.isWithinStep) return void this.#within.add(run);
    if (!this.#within.delete(run)) return;
    for (const other of this.#runs) if (other !== run && other.document === run.document) void other.flush();
  }
}
