import { l10n, window, type Disposable, type TextDocument, type TextEditor } from 'vscode';
import type { Region } from '../edit/region.ts';
import { InlineEditCompare } from './inlineEditCompare.ts';
import { InlineEditFiles } from './inlineEditFiles.ts';
import { decideHunk, goToHunk } from './inlineEditHunks.ts';
import { InlineEditLives, type InlineEditDeps } from './inlineEditLives.ts';
import { InlineEditMemory } from './inlineEditMemory.ts';
import { offerActions } from './inlineEditMore.ts';
import { editedIn, runMeant } from './inlineEditMeant.ts';
import { showRemoved } from './inlineEditRemoved.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { InlineEditRuns } from './inlineEditRuns.ts';
import type { Target } from './inlineEditTarget.ts';
import { targetsOf } from './inlineEditTargets.ts';

/** Where an edit begins, and what is to be done there. */
interface Start {
  /** The lines that it is because of. */
  readonly place: Region;
  target(): Promise<Target>;
  readonly instruction: string;
}

/** The commands of inline edits, which are about one of those that are under way. Made at the first use of any of them. */
export class InlineEdits implements Disposable {
  readonly #runs = new InlineEditRuns();
  readonly #compare = new InlineEditCompare();
  readonly #memory: InlineEditMemory | undefined;
  readonly #lives: InlineEditLives;
  readonly #subscriptions: readonly Disposable[];

  constructor(deps: InlineEditDeps) {
    this.#memory = deps.state && new InlineEditMemory(deps.state, this.#runs);
    this.#lives = new InlineEditLives(deps, { runs: this.#runs, compare: this.#compare, memory: this.#memory });
    const files = new InlineEditFiles(this.#runs);
    this.#subscriptions = [this.#lives, this.#compare, files, ...(this.#memory ? [this.#memory] : []), this.#runs];
  }

  /** Brings back for review what an earlier window left under way. */
  async resume(): Promise<void> {
    const { resumeEdit } = await import('./inlineEditResume.ts');
    for (let left = this.#memory?.takeLeft(); left !== undefined; left = this.#memory?.takeLeft())
      await resumeEdit(left, this.#lives);
    this.#memory?.keep();
  }

  /** Asks what to change at the selections and starts to change it. */
  async start(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) {
      return void window.showInformationMessage(l10n.t('Open a file and select the lines to edit first.'));
    }
    await this.#lives.start(editor, () => targetsOf(editor));
  }

  /** Starts to change some lines in a way that need not be asked for, or goes on with the edit that they are part of. */
  async startAt(editor: TextEditor, { place, target, instruction }: Start): Promise<void> {
    const run = this.#runs.around(editor.document, place);
    if (run !== undefined) return this.#lives.talk.refineBy(run, instruction);
    const targets = async () => {
      const found = await target();
      return 'refusal' in found ? found : { regions: [found.region] };
    };
    await this.#lives.start(editor, targets, { instruction, files: [] });
  }

  /** Shows a proposal that is there as a whole; see {@link InlineEditLives.review}. */
  review(document: TextDocument, region: Region, lines: readonly string[]): Promise<boolean> {
    return this.#lives.review(document, region, lines);
  }

  /** True while a document has an edit that is neither accepted nor rejected. */
  has(document: TextDocument): boolean {
    return this.#runs.openIn(document).length > 0;
  }

  /** Keeps the proposal. */
  accept(id?: unknown): void {
    this.#runAt(id)?.send({ type: 'accept' });
  }

  /** Brings the original back, also while it is still being written. */
  reject(id?: unknown): void {
    this.#runAt(id)?.send({ type: 'reject' });
  }

  /** Keeps the proposals of all edits of the active editor that can be looked at. */
  acceptAll(): void {
    for (const run of this.#openHere()) run.send({ type: 'accept' });
  }

  /** Brings the original back everywhere in the active editor. */
  rejectAll(): void {
    for (const run of this.#openHere()) run.send({ type: 'reject' });
  }

  /** Keeps one hunk, by default that at the cursor, and goes to the next. */
  acceptHunk(...args: readonly unknown[]): Promise<void> {
    return decideHunk(this.#runs, { type: 'accept-hunk', args });
  }

  /** Takes one hunk back, by default that at the cursor, and goes to the next. */
  rejectHunk(...args: readonly unknown[]): Promise<void> {
    return decideHunk(this.#runs, { type: 'reject-hunk', args });
  }

  /** Shows the lines that a hunk took away, by default the one at the cursor, below it. */
  showRemoved(...args: readonly unknown[]): Promise<void> {
    return showRemoved(this.#runs, args, this.#compare);
  }

  /** Offers all that can be done with an edit under review. */
  async more(id?: unknown): Promise<void> {
    await this.#with(id, (run) => offerActions(run, this.#runs.openIn(run.document).length));
  }

  /** Moves the cursor to the next hunk of the file. */
  nextHunk(): void {
    goToHunk(this.#runs, 'next');
  }

  /** Moves the cursor to the hunk before it. */
  previousHunk(): void {
    goToHunk(this.#runs, 'previous');
  }

  /** Ends the writing; what came is there to be reviewed. */
  stop(id?: unknown): void {
    this.#runAt(id)?.stop();
  }

  /** Shows the document beside itself with the original text. */
  async diff(id?: unknown): Promise<void> {
    await this.#with(id, (run) => this.#compare.open(run));
  }

  /** Asks once more, with the same instruction or another. */
  async retry(id?: unknown): Promise<void> {
    await this.#with(id, (run) => this.#lives.retry(run));
  }

  /** Asks for a further change of what is under review. */
  async refine(id?: unknown): Promise<void> {
    await this.#with(id, (run) => this.#lives.talk.refine(run));
  }

  /** Asks another model the same. */
  async otherModel(id?: unknown): Promise<void> {
    await this.#with(id, (run) => this.#lives.talk.otherModel(run));
  }

  /** Asks for the rest of an answer that was cut off. */
  async goOn(id?: unknown): Promise<void> {
    await this.#with(id, (run) => this.#lives.talk.goOn(run));
  }

  /** Shows what was said about an edit, or about the last one, as a chat. */
  async openInChat(id?: unknown): Promise<void> {
    await this.#lives.talk.openInChat(this.#runAt(id));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #openHere(): readonly InlineEditRun[] {
    return this.#runs.openIn(editedIn(this.#runs, window.activeTextEditor));
  }

  async #with(id: unknown, act: (run: InlineEditRun) => Promise<unknown>): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await act(run);
  }

  #runAt(id: unknown): InlineEditRun | undefined {
    return runMeant(id, this.#runs);
  }
}
