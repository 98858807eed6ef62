import {
  CodeLens,
  EventEmitter,
  l10n,
  Range,
  type CodeLensProvider,
  type Command,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { canContinue, isPartial, type Session } from '../edit/session.ts';
import { firstWords, shortened } from './inlineEditGhosts.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { isBetween, seenHunks, type SeenHunk } from './inlineEditViews.ts';

const tips = {
  accept: l10n.t('Keep the new text (Ctrl+Enter, ⌘Enter on macOS)'),
  reject: l10n.t('Bring the original text back (Escape)'),
  more: l10n.t('More: refine, ask another model, compare with the original'),
  refine: l10n.t('Say what should be different; this edit is changed further'),
  otherModel: l10n.t('Ask another model for the same'),
  diff: l10n.t('Compare with the original, with all editors have for that'),
  continue: l10n.t('Ask for the rest of the answer'),
  stop: l10n.t('Stop writing and keep what came for review (Escape)'),
  acceptHunk: l10n.t('Keep this change'),
  rejectHunk: l10n.t('Bring these lines back as they were'),
  showRemoved: l10n.t('Show the removed lines here, below the line'),
} as const;

type Action = keyof typeof tips;

/** More of it would make the line longer than a narrow editor. */
const longestWords = 40;

/** The lines above an edit and its changes: what goes on and what can be done about it. */
export class InlineEditLenses implements CodeLensProvider, Disposable {
  readonly #runsIn: (document: TextDocument) => readonly InlineEditRun[];
  readonly #changed = new EventEmitter<void>();
  readonly #shown = new WeakMap<TextDocument, string>();
  readonly #lenses = new WeakMap<InlineEditRun, readonly CodeLens[]>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(runsIn: (document: TextDocument) => readonly InlineEditRun[]) {
    this.#runsIn = runsIn;
  }

  /** To be told of each change; the editor asks again only when there is another line or title to show. */
  refresh(document: TextDocument): void {
    const now = JSON.stringify(this.provideCodeLenses(document));
    if (this.#shown.get(document) === now) return;
    this.#shown.set(document, now);
    this.#changed.fire();
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    return this.#runsIn(document).flatMap((run) => {
      const lenses = isBetween(run) ? (this.#lenses.get(run) ?? []) : lensesFor(run);
      this.#lenses.set(run, lenses);
      return lenses;
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Rows do not wrap and an editor may be narrow: what has to be done comes first, then what is said, then the rest. */
function lensesFor(run: InlineEditRun): readonly CodeLens[] {
  const hunks = seenHunks(run);
  const top = Math.min(run.session.region.start, run.document.lineCount - 1);
  const rowLine = ({ first }: SeenHunk) => Math.max(top, first);
  const isMet = hunks.length > 1 && hunks.some((hunk) => rowLine(hunk) === top);
  // Two rows above one line would be one: that of the whole edit then goes above the line before, if there is one.
  const wholeLine = isMet ? Math.max(0, top - 1) : top;
  const at = (line: number) => (command: Command) => new CodeLens(new Range(line, 0, line, 0), command);
  return [
    ...wholeButtons(run, hunks).map(at(wholeLine)),
    ...hunks.flatMap((hunk) => {
      const line = rowLine(hunk);
      return hunkRow(hunk, { isAlone: hunks.length === 1, isJoined: line === wholeLine }).map(at(line));
    }),
    ...[...statusLens(run), ...furtherButtons(run)].map(at(wholeLine)),
  ];
}

/** What can be done about the whole edit. */
function wholeButtons(run: InlineEditRun, hunks: readonly SeenHunk[]): readonly Command[] {
  const { session } = run;
  const action = (name: Action, title: string) => commandFor(name, title, { args: [run.id], spent: run.spent });
  if (session.phase === 'streaming') return [action('stop', l10n.t('$(debug-stop) Stop'))];
  if (session.phase !== 'reviewing') return [];
  const isOne = hunks.length < 2;
  const acceptAll = isOne ? l10n.t('$(check) Accept') : l10n.t('$(check-all) Accept All');
  return [
    action('accept', isPartial(session) ? l10n.t('$(check) Accept Partial') : acceptAll),
    action('reject', isOne ? l10n.t('$(discard) Reject') : l10n.t('$(discard) Reject All')),
    action('more', '$(ellipsis)'),
    ...(canContinue(session) ? [action('continue', l10n.t('$(debug-continue) Continue'))] : []),
  ];
}

/** What there is to do besides, where the editor is wide enough for it; all of it is in the list of what else can be done. */
function furtherButtons(run: InlineEditRun): readonly Command[] {
  if (run.session.phase !== 'reviewing') return [];
  const action = (name: Action, title: string) => commandFor(name, title, { args: [run.id], spent: run.spent });
  return [
    action('refine', l10n.t('$(edit) Refine…')),
    // What came from a chat has no question of its own that another model could be asked.
    ...(run.instruction === '' ? [] : [action('otherModel', l10n.t('$(arrow-swap) Other Model…'))]),
    action('diff', l10n.t('$(diff) Open Diff')),
  ];
}

/** What goes on in it; pointing at what is seen of that shows all of it. */
function statusLens(run: InlineEditRun): readonly Command[] {
  const { session } = run;
  const status = statusOf(run);
  if (status === undefined) return [];
  if (session.phase === 'streaming') return [{ title: `$(loading~spin) ${status}`, command: '' }];
  const icon = cutShort(session) === undefined && session.error === undefined ? '$(info)' : '$(warning)';
  return [{ title: `${icon} ${status}`, tooltip: status, command: 'parley.edit.more', arguments: [run.id] }];
}

interface RowPlace {
  /** It is all there is to the edit, so that the buttons of the whole are its own. */
  readonly isAlone: boolean;
  /** It is the end of the row of the whole edit, since both are above one line. */
  readonly isJoined: boolean;
}

function hunkRow({ run, key, goneCount, view }: SeenHunk, { isAlone, isJoined }: RowPlace): readonly Command[] {
  const action = (name: Action, title: string) => commandFor(name, title, { args: [run.id, key] });
  const lines = view.gone.flatMap(({ original: { start, count } }) => run.session.base.slice(start, start + count));
  const first = shortened(firstWords(lines), longestWords);
  const removed =
    goneCount === 1
      ? l10n.t('$(diff-removed) 1 line removed: {0}', first)
      : l10n.t('$(diff-removed) {0} lines removed: {1}', goneCount, first);
  const removedShort =
    goneCount === 1 ? l10n.t('$(diff-removed) 1 line removed') : l10n.t('$(diff-removed) {0} lines removed', goneCount);
  const judge = [
    action('acceptHunk', isJoined ? l10n.t('$(check) Accept This') : l10n.t('$(check) Accept')),
    action('rejectHunk', isJoined ? l10n.t('$(discard) Reject This') : l10n.t('$(discard) Reject')),
  ];
  return [
    ...(isAlone ? [] : judge),
    ...(goneCount === 0 ? [] : [action('showRemoved', isJoined ? removedShort : removed)]),
  ];
}

interface Button {
  readonly args: readonly string[];
  /** What the edit took and cost so far. */
  readonly spent?: string | undefined;
}

function commandFor(name: Action, title: string, { args, spent }: Button): Command {
  const tooltip = spent === undefined ? tips[name] : `${tips[name]}\n${spent}`;
  return { title, tooltip, command: `parley.edit.${name}`, arguments: [...args] };
}

/** What goes on, in a few words; undefined when the actions say it all. */
function statusOf({ session, note }: InlineEditRun): string | undefined {
  if (session.phase === 'streaming') {
    if (note !== undefined) return note;
    if (session.proposal.length === 0) return l10n.t('Parley is waiting for the model…');
    return session.buffering ? l10n.t('Parley is writing; it will show when finished…') : writing(session);
  }
  if (session.phase !== 'reviewing') return undefined;
  const parts = [cutShort(session), session.error?.message, note];
  return parts.filter((part) => part !== undefined).join('. ') || undefined;
}

/** What of the old text came again is neither new nor replaced. */
function writing({ alignment: { taken, ahead, added } }: Session): string {
  const replaced = Math.max(0, ahead - (taken - added.length));
  return added.length + replaced === 0
    ? l10n.t('Parley is writing…')
    : l10n.t('Parley is writing… +{0} −{1}', added.length, replaced);
}

function cutShort({ finish }: Session): string | undefined {
  if (finish === 'length') return l10n.t('Cut off at the output limit');
  return finish === 'aborted' ? l10n.t('Stopped before it was finished') : undefined;
}
