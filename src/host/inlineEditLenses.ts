import { CodeLens, EventEmitter, l10n, Range, type CodeLensProvider, type Command, type TextDocument } from 'vscode';
import { isPartial, isUnsettled, type Session } from '../edit/session.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

type Action = 'accept' | 'reject' | 'retry' | 'diff' | 'stop';

const actions: Readonly<Record<Action, { readonly title: string; readonly tooltip: string }>> = {
  accept: { title: l10n.t('$(check) Accept'), tooltip: l10n.t('Keep the new text (Ctrl+Enter, ⌘Enter on macOS)') },
  reject: { title: l10n.t('$(discard) Reject'), tooltip: l10n.t('Bring the original text back (Escape)') },
  retry: { title: l10n.t('$(refresh) Retry'), tooltip: l10n.t('Ask again, with the same or another instruction') },
  diff: { title: l10n.t('$(diff) Open diff'), tooltip: l10n.t('Compare with the original, side by side') },
  stop: { title: l10n.t('$(debug-stop) Stop'), tooltip: l10n.t('Stop writing and keep what came for review (Escape)') },
};

/** The line above the region of an edit: what goes on and what can be done about it. */
export class InlineEditLenses implements CodeLensProvider {
  readonly #runsOf: (document: TextDocument) => readonly InlineEditRun[];
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(runsOf: (document: TextDocument) => readonly InlineEditRun[]) {
    this.#runsOf = runsOf;
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    return this.#runsOf(document).flatMap((run) => {
      const line = Math.min(run.session.region.start, document.lineCount - 1);
      return commandsFor(run).map((command) => new CodeLens(new Range(line, 0, line, 0), command));
    });
  }
}

/** What goes on, in a few words; undefined when the actions say it all. */
function statusOf({ session, note }: InlineEditRun): string | undefined {
  if (isUnsettled(session)) {
    if (note !== undefined) return note;
    if (session.phase === 'streaming' && session.proposal.length === 0)
      return l10n.t('Parley is waiting for the model…');
    return session.buffering ? l10n.t('Parley is writing; it will show when finished…') : l10n.t('Parley is writing…');
  }
  if (session.phase !== 'reviewing') return undefined;
  return [cutShort(session), note].filter((part) => part !== undefined).join('. ') || undefined;
}

function cutShort({ finish }: Session): string | undefined {
  if (finish === 'length') return l10n.t('Cut off at the output limit');
  return finish === 'aborted' ? l10n.t('Stopped before it was finished') : undefined;
}

function commandsFor(run: InlineEditRun): readonly Command[] {
  const { session } = run;
  const status = statusOf(run);
  const action = (name: Action, title = actions[name].title): Command => ({
    title,
    tooltip: [actions[name].tooltip, ...(run.spent === undefined ? [] : [run.spent])].join('\n'),
    command: `parley.edit.${name}`,
    arguments: [run.id],
  });
  const label = (icon: string): Command[] =>
    status === undefined ? [] : [{ title: `${icon} ${status}`, command: '' }];
  if (session.phase === 'streaming') return [...label('$(loading~spin)'), action('stop')];
  if (session.phase !== 'reviewing') return [];
  if (isUnsettled(session)) return label('$(loading~spin)');
  const accept = isPartial(session) ? action('accept', l10n.t('$(check) Accept partial')) : action('accept');
  // What was written in a chat has no instruction of its own to try again with.
  const again = run.instruction === '' ? [] : [action('retry')];
  return [...label('$(warning)'), accept, action('reject'), ...again, action('diff')];
}
