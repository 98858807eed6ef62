import {
  l10n,
  languages,
  ProgressLocation,
  Range,
  Selection,
  TextEditorRevealType,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { Region } from '../edit/region.ts';
import { contextOf } from './editContext.ts';
import { editorsOf } from './editorsOf.ts';
import { askEdit, type EditQuestion } from './editQuestion.ts';
import { InlineEditCompare, runIdOf } from './inlineEditCompare.ts';
import { InlineEditDecorations } from './inlineEditDecorations.ts';
import { InlineEditFiles } from './inlineEditFiles.ts';
import { decideHunk, goToHunk } from './inlineEditHunks.ts';
import { InlineEditKeys } from './inlineEditKeys.ts';
import { InlineEditLenses } from './inlineEditLenses.ts';
import { announceEnd, announceError, announceOther, type Help } from './inlineEditMessages.ts';
import { InlineEditPlaces } from './inlineEditPlaces.ts';
import { asFromButton, hunkMeant, peekRemoved } from './inlineEditRemoved.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { InlineEditRuns } from './inlineEditRuns.ts';
import type { EditModel } from './inlineEditStream.ts';
import { InlineEditTalk, tellChanged, type InlineEditTalkDeps } from './inlineEditTalk.ts';
import type { Target } from './inlineEditTarget.ts';
import { targetsOf, type Targets } from './inlineEditTargets.ts';

/** What inline edits need from outside. */
export interface InlineEditDeps extends Omit<InlineEditTalkDeps, 'stream' | 'failed' | 'retry'> {
  readonly help?: Help;
}

/** Where an edit begins, and what is to be done there. */
interface Start {
  target(): Promise<Target>;
  readonly instruction: string;
}

interface Asked extends EditQuestion {
  readonly model: EditModel;
}

/** "Edit selection with AI": the commands, and the edits that are under way. Made at the first use of any of them. */
export class InlineEdits implements Disposable {
  readonly #deps: InlineEditDeps;
  readonly #talk: InlineEditTalk;
  readonly #runs = new InlineEditRuns();
  readonly #decorations = new InlineEditDecorations();
  readonly #compare = new InlineEditCompare();
  readonly #lenses = new InlineEditLenses((document) => this.#runs.in(document));
  readonly #places = new InlineEditPlaces();
  readonly #announced = new WeakSet<InlineEditRun>();
  readonly #keys = new InlineEditKeys(this.#runs);
  readonly #subscriptions: readonly Disposable[];

  constructor(deps: InlineEditDeps) {
    this.#deps = deps;
    this.#talk = new InlineEditTalk({
      ...deps,
      stream: (run, answered) => this.#stream(run, answered),
      failed: (error) => announceError(error, deps.help),
      retry: (run) => this.#retry(run),
    });
    this.#subscriptions = [
      this.#decorations,
      this.#compare,
      new InlineEditFiles(this.#runs),
      this.#runs,
      languages.registerCodeLensProvider('*', this.#lenses),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const run of this.#runs.in(document)) run.documentChanged(contentChanges);
      }),
      window.onDidChangeActiveTextEditor(() => this.#tellPlaces()),
      window.onDidChangeTextEditorSelection(() => this.#tellPlaces()),
      window.tabGroups.onDidChangeTabs(() => this.#tellPlaces()),
      window.onDidChangeVisibleTextEditors(() => this.#shown()),
    ];
  }

  /** Asks what to change at the selections and starts to change it. */
  async start(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) {
      return void window.showInformationMessage(l10n.t('Open a file and select the lines to edit first.'));
    }
    await this.#startIn(editor, () => targetsOf(editor));
  }

  /** Starts to change some lines in a way that need not be asked for. */
  async startAt(editor: TextEditor, { target, instruction }: Start): Promise<void> {
    const targets = async () => {
      const found = await target();
      return 'refusal' in found ? found : { regions: [found.region] };
    };
    await this.#startIn(editor, targets, { instruction, files: [] });
  }

  async #startIn(editor: TextEditor, find: () => Promise<Targets>, given?: EditQuestion): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const targets = await find();
    if ('refusal' in targets) return void window.showInformationMessage(targets.refusal);
    const { regions } = targets;
    const other = this.#runs.inTheWay(document, regions);
    if (other !== undefined) return this.#focus(other);
    const asked = await (given === undefined ? this.#askAt(editor, regions) : this.#withModel(given));
    if (asked === undefined) return;
    if (document.isClosed || document.version !== version) {
      return void window.showInformationMessage(
        l10n.t('The file changed in the meantime; select the lines once more.'),
      );
    }
    // A selection would cover the colours of what changes, and Escape would be about the selection.
    const start = regions[0]?.start ?? 0;
    editor.selection = new Selection(start, 0, start, 0);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
    const runs = regions.map((region) => {
      const run = this.#begin(document, region, asked.instruction);
      run.files = asked.files;
      run.context = contextOf(document, region, asked.files);
      return run;
    });
    await Promise.all(runs.map(async (run, index) => this.#streamNth(run, index, asked.model)));
  }

  /**
   * Shows a proposal that is there as a whole, as if it had just been streamed. The document must be in an editor. False
   * when there is an edit in these lines already, which is shown instead.
   */
  async review(document: TextDocument, region: Region, lines: readonly string[]): Promise<boolean> {
    const other = this.#runs.inTheWay(document, [region]);
    if (other !== undefined) {
      await this.#focus(other);
      return false;
    }
    const run = this.#begin(document, region, '');
    this.#update(run);
    run.send({ type: 'finish', reason: 'stop', lines });
    await run.flush();
    return true;
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
    for (const run of this.#runs.openIn(window.activeTextEditor?.document)) run.send({ type: 'accept' });
  }

  /** Brings the original back everywhere in the active editor. */
  rejectAll(): void {
    for (const run of this.#runs.openIn(window.activeTextEditor?.document)) run.send({ type: 'reject' });
  }

  /** Keeps one hunk, by default that at the cursor, and goes to the next. */
  acceptHunk(id?: unknown, key?: unknown): Promise<void> {
    return decideHunk(this.#runs, { type: 'accept-hunk', ...asFromButton([id, key], this.#runs.all) });
  }

  /** Takes one hunk back, by default that at the cursor, and goes to the next. */
  rejectHunk(id?: unknown, key?: unknown): Promise<void> {
    return decideHunk(this.#runs, { type: 'reject-hunk', ...asFromButton([id, key], this.#runs.all) });
  }

  /** Shows the lines that a hunk took away, by default the one at the cursor, below it. */
  async showRemoved(...args: readonly unknown[]): Promise<void> {
    const hunk = hunkMeant(args, this.#runs.all);
    if (hunk !== undefined) await peekRemoved(hunk, this.#compare);
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
    const run = this.#runAt(id);
    if (run !== undefined) await this.#compare.open(run);
  }

  /** Asks once more, with the same instruction or another. */
  async retry(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#retry(run);
  }

  /** Asks for a further change of what is under review. */
  async refine(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#talk.refine(run);
  }

  /** Asks another model the same. */
  async otherModel(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#talk.otherModel(run);
  }

  /** Asks for the rest of an answer that was cut off. */
  async goOn(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#talk.goOn(run);
  }

  /** Shows what was said about an edit, or about the last one, as a chat. */
  async openInChat(id?: unknown): Promise<void> {
    await this.#talk.openInChat(this.#runAt(id));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #begin(document: TextDocument, region: Region, instruction: string): InlineEditRun {
    const run = this.#runs.begin(document, region, instruction);
    run.onDidUpdate(() => this.#update(run));
    return run;
  }

  async #retry(run: InlineEditRun): Promise<void> {
    // A message can be answered long after its lines have gone, and nobody should write an instruction for nothing.
    if (!this.#runs.has(run)) return tellChanged();
    const asked = await this.#ask(l10n.t('once more'), run);
    if (asked === undefined) return;
    if (!this.#runs.has(run)) return tellChanged();
    run.instruction = asked.instruction;
    run.files = asked.files;
    run.context = { ...run.context, files: contextOf(run.document, run.session.region, asked.files).files };
    await this.#talk.again(run, asked.model);
  }

  /** Asks with the lines marked that it is about. */
  #askAt(editor: TextEditor, regions: readonly Region[]): Promise<Asked | undefined> {
    const ranges = regions.map(({ start, count }) => new Range(start, 0, start + count - 1, 0));
    this.#decorations.markAsked(editor, ranges);
    return this.#ask(placesLabel(ranges)).finally(() => this.#decorations.markAsked(editor, []));
  }

  async #ask(what: string, given?: EditQuestion): Promise<Asked | undefined> {
    const { recents } = this.#deps;
    const question = await askEdit({ what, recents, ...(given === undefined ? {} : { given }) });
    return question === undefined ? undefined : this.#withModel(question);
  }

  async #withModel(question: EditQuestion): Promise<Asked | undefined> {
    const model = await this.#deps.respond();
    return model === undefined ? undefined : { ...question, model };
  }

  /** Each request has a way to answer of its own. */
  async #streamNth(run: InlineEditRun, index: number, first: EditModel): Promise<void> {
    const model = index === 0 ? first : await this.#deps.respond();
    if (model === undefined) run.send({ type: 'reject' });
    else await this.#talk.begin(run, model);
  }

  async #stream(run: InlineEditRun, answered: Promise<void>): Promise<void> {
    this.#update(run);
    void window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Parley is editing') }, () => answered);
    await answered;
    await run.flush();
  }

  #runAt(id: unknown): InlineEditRun | undefined {
    const editor = window.activeTextEditor;
    // A button in the title of an editor passes what that shows.
    return this.#runs.find(typeof id === 'string' ? id : runIdOf(editor?.document.uri), editor);
  }

  async #focus(run: InlineEditRun): Promise<void> {
    const { start } = run.session.region;
    const editor = editorsOf(run.document)[0];
    editor?.revealRange(new Range(start, 0, start, 0), TextEditorRevealType.InCenterIfOutsideViewport);
    await announceOther(run);
  }

  #update(run: InlineEditRun): void {
    this.#show(run.document);
    this.#compare.refresh(run);
    if (run.isOver) void this.#end(run);
  }

  #show(document: TextDocument): void {
    this.#draw(document);
    this.#lenses.refresh(document);
    this.#tellPlaces();
  }

  #tellPlaces(): void {
    this.#keys.refresh();
    this.#places.show(this.#runs.all);
  }

  #draw(document: TextDocument): void {
    const runs = this.#runs.in(document);
    for (const editor of editorsOf(document)) this.#decorations.show(editor, runs);
  }

  async #end(run: InlineEditRun): Promise<void> {
    if (!this.#runs.has(run) || this.#announced.has(run)) return;
    this.#announced.add(run);
    // A failed edit still follows its lines, so that it can be tried again from its message.
    if (run.session.phase !== 'failed') this.#runs.delete(run);
    this.#show(run.document);
    const { phase } = run.session;
    if (phase === 'accepted' || phase === 'rejected') await this.#compare.close(run);
    const choice = await announceEnd(run, this.#compare, this.#deps.help);
    if (choice !== 'retry') return this.#runs.delete(run);
    this.#announced.delete(run);
    await this.#retry(run);
  }

  #shown(): void {
    for (const run of this.#runs.all) {
      this.#draw(run.document);
      void run.flush();
    }
  }
}

/** What the box asks about; several places are as many requests, which may cost. */
function placesLabel(ranges: readonly Range[]): string {
  const [range] = ranges;
  if (range === undefined || ranges.length > 1) return l10n.t('{0} places ({0} requests)', ranges.length);
  return range.isSingleLine
    ? l10n.t('line {0}', range.start.line + 1)
    : l10n.t('lines {0}–{1}', range.start.line + 1, range.end.line + 1);
}
