import {
  commands,
  EndOfLine,
  l10n,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import { linesOf, type InlineEditRun } from './inlineEditRun.ts';

const scheme = 'parley-original';

/** Opens the document of an edit beside itself as it would be with the original text. */
export class InlineEditCompare implements TextDocumentContentProvider, Disposable {
  readonly #contents = new Map<string, string>();
  readonly #subscriptions = [
    workspace.registerTextDocumentContentProvider(scheme, this),
    workspace.onDidCloseTextDocument(({ uri }) => this.#contents.delete(uri.toString())),
  ];

  provideTextDocumentContent(uri: Uri): string {
    return this.#contents.get(uri.toString()) ?? '';
  }

  async open(run: InlineEditRun): Promise<void> {
    const { document } = run;
    const original = Uri.from({ scheme, path: document.uri.path, query: crypto.randomUUID() });
    this.#contents.set(original.toString(), originalText(run));
    const name = workspace.asRelativePath(document.uri).split('/').at(-1) ?? '';
    await commands.executeCommand('vscode.diff', original, document.uri, l10n.t('{0}: before ↔ after the edit', name));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** Opens text of an edit in an editor of its own, so that it is not lost. */
export async function openAside(lines: readonly string[], { languageId }: TextDocument): Promise<void> {
  const document = await workspace.openTextDocument({ content: lines.join('\n'), language: languageId });
  await window.showTextDocument(document, { preview: false });
}

function originalText({ document, session }: InlineEditRun): string {
  const { start, count } = session.region;
  const above = linesOf(document, { start: 0, count: start });
  const below = linesOf(document, { start: start + count, count: document.lineCount });
  return [...above, ...session.original, ...below].join(document.eol === EndOfLine.CRLF ? '\r\n' : '\n');
}
