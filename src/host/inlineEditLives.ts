import {
  l10n,
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
import { isAsleep } from '../edit/session.ts';
import { canComeBack } from '../edit/sessionSeen.ts';
import { authorOf } from './changeAuthor.ts';
import { contextOf } from './editContext.ts';
import { editorsOf } from './editorsOf.ts';
import { askEdit, type EditQuestion } from './editQuestion.ts';
import type { InlineEditCompare } from './inlineEditCompare.ts';
import { announceEnd, announceError, announceOther, type Help } from './inlineEditMessages.ts';
import type { InlineEditMemory } from './inlineEditMemory.ts';
import type { InlineEditRun, RunStart } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';
import { InlineEditScreen } from './inlineEditScreen.ts';
import type { EditModel } from './inlineEditStream.ts';
import { InlineEditTalk, tellTooLate, type InlineEditTalkDeps } from './inlineEditTalk.ts';
import type { Targets } from './inlineEditTargets.ts';
import { linesLabel } from './linesLabel.ts';
import type { State } from './state.ts';

/** What inline edits need from outside. */
export interface InlineEditDeps extends Omit<InlineEditTalkDeps, 'stream' | 'failed' | 'retry'> {
  readonly help?: Help;
  /** Outlives the window. */
  readonly state?: State;
}

interface Asked extends EditQuestion {
  readonly model: EditModel;
}

/** The edits there are, and what shows the text without them. */
interface Edits {
  readonly runs: InlineEditRuns;
  readonly compare: InlineEditCompare;
  /** Told of each change. */
  readonly memory?: InlineEditMemory | undefined;
}

/** The life of edits: how they begin, what is shown of them until they are over, and what is said of their end then. */
export class InlineEditLives implements Disposable {
  readonly talk: InlineEditTalk;
  readonly #deps: InlineEditDeps;
  readonly #runs: InlineEditRuns;
  readonly #compare: InlineEditCompare;
  readonly #memory: InlineEditMemory | undefined;
  readonly #screen: InlineEditScreen;
  readonly #announced = new WeakSet<InlineEditRun>();
  readonly #subscriptions: readonly Disposable[];

  constructor(deps: InlineEditDeps, { runs, compare, memory }: Edits) {
    this.#deps = deps;
    this.#runs = runs;
    this.#compare = compare;
    this.#memory = memory;
    this.#screen = new InlineEditScreen(runs);
    this.talk = new InlineEditTalk({
      ...deps,
      stream: (run, answered) => this.#stream(run, answered),
      failed: (error) => announceError(error, deps.help),
      retry: async (run) => void (await this.retry(run)),
    });
    this.#subscriptions = [
      this.#screen,
      workspace.onDidChangeTextDocument((event) => {
        const there = runs.in(event.document);
        if (there.length === 0) return;
        const author = authorOf(event);
        for (const run of there) run.documentChanged(event, author);
      }),
      window.onDidChangeVisibleTextEditors(() => {
        for (const run of runs.all) if (!isAsleep(run.session)) void run.flush();
      }),
    ];
  }

  /** Starts to change what is found to be meant; what is to be done there is asked for where it is not given. */
  async start(editor: TextEditor, find: () => Promise<Targets>, given?: EditQuestion): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const targets = await find();
    if ('refusal' in targets) return void window.showInformationMessage(targets.refusal);
    const { regions } = targets;
    const other = this.#runs.inTheWay(document, regions);
    if (other !== undefined) return this.#focus(other, given);
    const asked = await (given === undefined ? this.#askAt(editor, regions) : this.#withModel(given));
    if (asked === undefined) return;
    if (document.isClosed || document.version !== version) {
      return void window.showInformationMessage(
        l10n.t('The file changed in the meantime; select the lines once more.'),
      );
    }
    // Another one may have begun while this one was asked for.
    const meanwhile = this.#runs.inTheWay(document, regions);
    if (meanwhile !== undefined) return this.#focus(meanwhile, asked);
    // A selection would cover the colours of what changes, and Escape would be about the selection.
    const start = regions[0]?.start ?? 0;
    editor.selection = new Selection(start, 0, start, 0);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
    const runs = regions.map((region) => {
      const run = this.#begin({ document, region, instruction: asked.instruction });
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
    const run = this.#begin({ document, region, instruction: '' });
    this.#update(run);
    run.send({ type: 'finish', reason: 'stop', lines });
    await run.flush();
    return true;
  }

  /** Shows the review of an edit that an earlier window left; undefined when there is another in its lines. */
  resume(start: Required<Omit<RunStart, 'turns'>>): InlineEditRun | undefined {
    if (this.#runs.inTheWay(start.document, [start.region]) !== undefined) return undefined;
    const run = this.#begin(start);
    this.#update(run);
    return run;
  }

  /** Asks once more, for another instruction, too. False when the user left, or the edit is gone by then. */
  async retry(run: InlineEditRun): Promise<boolean> {
    // A message can be answered long after its lines have gone, and nobody should write an instruction for nothing.
    const isThere = () => {
      const isKept = this.#runs.has(run) && !isAsleep(run.session);
      if (!isKept) tellTooLate(run);
      return isKept;
    };
    if (!isThere()) return false;
    const asked = await this.#ask(l10n.t('once more'), run);
    if (asked === undefined || !isThere()) return false;
    this.#announced.delete(run);
    // Another answer may have been asked for since this was offered: its question is not to be changed.
    if (run.session.phase === 'streaming') {
      await this.#announce(run, asked);
      return true;
    }
    run.instruction = asked.instruction;
    run.files = asked.files;
    run.context = { ...run.context, files: contextOf(run.document, run.session.region, asked.files).files };
    await this.talk.again(run, asked.model);
    return true;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #begin(start: Omit<RunStart, 'turns'>): InlineEditRun {
    const run = this.#runs.begin(start);
    run.onDidUpdate(() => this.#update(run));
    return run;
  }

  /** Asks with the lines marked that it is about. */
  #askAt(editor: TextEditor, regions: readonly Region[]): Promise<Asked | undefined> {
    const ranges = regions.map(({ start, count }) => new Range(start, 0, start + count - 1, 0));
    return this.#screen.whileAsking(editor, ranges, () => this.#ask(placesLabel(ranges)));
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
    else await this.talk.begin(run, model);
  }

  async #stream(run: InlineEditRun, answered: Promise<void>): Promise<void> {
    this.#update(run);
    void window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Parley is editing') }, () => answered);
    await answered;
    await run.flush();
  }

  async #focus(run: InlineEditRun, wanted?: EditQuestion): Promise<void> {
    const { start } = run.session.region;
    const editor = editorsOf(run.document)[0];
    editor?.revealRange(new Range(start, 0, start, 0), TextEditorRevealType.InCenterIfOutsideViewport);
    await this.#announce(run, wanted);
  }

  /** What was wanted there is not to be written again by who goes on with the edit. */
  #announce(run: InlineEditRun, wanted?: EditQuestion): Promise<void> {
    return announceOther(run, () => this.talk.refine(run, wanted?.instruction));
  }

  #update(run: InlineEditRun): void {
    this.#screen.show(run.document);
    this.#compare.refresh(run);
    this.#memory?.keep();
    if (run.isOver) void this.#end(run);
    else this.#announced.delete(run);
  }

  async #end(run: InlineEditRun): Promise<void> {
    if (!this.#runs.has(run) || this.#announced.has(run)) return;
    this.#announced.add(run);
    // A failed edit still follows its lines, so that it can be tried again from its message.
    if (run.session.phase !== 'failed') this.#letGo(run);
    this.#screen.show(run.document);
    const { phase } = run.session;
    if (phase === 'accepted' || phase === 'rejected') await this.#compare.close(run);
    const choice = await announceEnd(run, this.#compare, this.#deps.help);
    if (choice === undefined || !(await this.retry(run))) this.#letGo(run);
  }

  /** One that undo or redo may lead back to is kept for that. */
  #letGo(run: InlineEditRun): void {
    if (run.isOver && !canComeBack(run.session)) this.#runs.delete(run);
  }
}

/** What the box asks about; several places are as many requests, which may cost. */
function placesLabel(ranges: readonly Range[]): string {
  const [range] = ranges;
  if (range === undefined || ranges.length > 1) return l10n.t('{0} places ({0} requests)', ranges.length);
  return linesLabel({ start: range.start.line + 1, end: range.end.line + 1 });
}
