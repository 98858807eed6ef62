import {
  commands,
  EndOfLine,
  EventEmitter,
  l10n,
  languages,
  TabInputText,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  type Disposable,
  type Tab,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import { linesOf } from './documentLines.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

const scheme = 'parley-original';

/** Keeps the document of an edit as it would be without it, for a diff editor or to look at the old lines. */
export class InlineEditCompare implements TextDocumentContentProvider, Disposable {
  readonly #contents = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions = [
    this.#changed,
    workspace.registerTextDocumentContentProvider(scheme, this),
    workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
      if (isClosed) this.#contents.delete(uri.toString());
    }),
  ];

  provideTextDocumentContent(uri: Uri): string {
    return this.#contents.get(uri.toString()) ?? '';
  }

  /** The text without the edit, in a document that follows what becomes of both. */
  async original(run: InlineEditRun): Promise<Uri> {
    const uri = originalUri(run);
    if (this.#contents.has(uri.toString())) this.refresh(run);
    else this.#contents.set(uri.toString(), originalText(run));
    const document = await workspace.openTextDocument(uri);
    const { languageId } = run.document;
    if (document.languageId !== languageId) await languages.setTextDocumentLanguage(document, languageId);
    return uri;
  }

  async open(run: InlineEditRun): Promise<void> {
    const { document } = run;
    const title = l10n.t('{0}: before ↔ after the edit', nameOf(document));
    await commands.executeCommand('vscode.diff', await this.original(run), document.uri, title);
  }

  /** To be told of each change of an edit or of its document. */
  refresh(run: InlineEditRun): void {
    const uri = originalUri(run);
    const before = this.#contents.get(uri.toString());
    const now = before === undefined ? undefined : originalText(run);
    if (now === undefined || now === before) return;
    this.#contents.set(uri.toString(), now);
    this.#changed.fire(uri);
  }

  /** Once an edit is accepted or rejected there is nothing left to compare: its diff gives way to the document. */
  async close({ id, document }: InlineEditRun): Promise<void> {
    for (const tab of diffsOf(id)) {
      const { viewColumn, isActive } = tab.group;
      // A changed document that is open nowhere else would be asked about when its diff is closed.
      if (tab.isActive) {
        await window.showTextDocument(document, { viewColumn, preserveFocus: !isActive, preview: false });
      } else if (document.isDirty && !hasTab(document)) continue;
      // By now the editor may know it by another object, or have closed it, and it throws at what it does not have.
      const remaining = diffsOf(id).filter(({ group }) => group.viewColumn === viewColumn);
      await window.tabGroups.close(remaining, true);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** The edit whose text without it this is. */
export function runIdOf(uri: Uri | undefined): string | undefined {
  return uri?.scheme === scheme ? uri.query : undefined;
}

/** Whether a diff editor of ours shows this edit. */
export function isCompared({ id }: InlineEditRun): boolean {
  return diffsOf(id).length > 0;
}

/** Opens text of an edit in an editor of its own, so that it is not lost. */
export async function openAside(
  lines: readonly string[],
  { languageId }: Pick<TextDocument, 'languageId'>,
): Promise<void> {
  const document = await workspace.openTextDocument({ content: lines.join('\n'), language: languageId });
  await window.showTextDocument(document, { preview: false });
}

const allTabs = (): readonly Tab[] => window.tabGroups.all.flatMap(({ tabs }) => tabs);

function diffsOf(id: string): readonly Tab[] {
  return allTabs().filter(({ input }) => input instanceof TabInputTextDiff && runIdOf(input.original) === id);
}

function hasTab({ uri }: TextDocument): boolean {
  return allTabs().some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}

/** One for each edit, so that to open it again shows the one that is open. A peek view shows its folder as what it is. */
function originalUri({ id, document }: InlineEditRun): Uri {
  return Uri.from({ scheme, path: `/${l10n.t('before the edit')}/${nameOf(document)}`, query: id });
}

function nameOf({ uri }: TextDocument): string {
  return workspace.asRelativePath(uri).split('/').at(-1) ?? '';
}

/** An edit that was interrupted leaves lines of which nobody knows what they should be compared with but the first. */
function originalText({ document, session }: InlineEditRun): string {
  const { start, count } = session.region;
  const above = linesOf(document, { start: 0, count: start });
  const below = linesOf(document, { start: start + count, count: document.lineCount });
  const lines = session.phase === 'interrupted' ? session.original : session.base;
  return [...above, ...lines, ...below].join(document.eol === EndOfLine.CRLF ? '\r\n' : '\n');
}
