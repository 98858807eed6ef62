import {
  commands,
  l10n,
  Range,
  SymbolKind,
  Uri,
  window,
  workspace,
  type DocumentSymbol,
  type Position,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { symbolNamed, symbolTree } from './symbols.ts';

/** One attachment for each selection of an editor that is not empty, in the order of the document. */
export function selectionsOf({ document, selections }: TextEditor): readonly Attachment[] {
  return selections
    .filter((selection) => !selection.isEmpty)
    .toSorted((a, b) => a.start.compareTo(b.start))
    .map((selection) => ({
      ...base(document),
      kind: 'selection',
      lines: linesOf(selection),
      text: document.getText(selection),
    }));
}

/** A whole document. */
export function fileOf(document: TextDocument): Attachment {
  return { ...base(document), kind: 'file', text: document.getText() };
}

/** Whole lines of a document, as if they were selected. */
export function linesIn(document: TextDocument, range: Range): Attachment {
  const whole = document.validateRange(wholeLines(range));
  return { ...base(document), kind: 'selection', lines: linesOf(whole), text: document.getText(whole) };
}

/** The innermost function, class or the like around a place; undefined where the language tells of none. */
export async function symbolAt(document: TextDocument, place: Position | Range): Promise<Attachment | undefined> {
  const symbol = innermost(await symbolTree(document.uri), place);
  if (symbol === undefined) return undefined;
  return {
    ...base(document),
    kind: 'symbol',
    symbol: symbol.name,
    lines: linesOf(symbol.range),
    text: document.getText(symbol.range),
  };
}

/** The symbol of this name at a place that a language told of; where it tells no more, the place itself. */
export async function symbolIn(document: TextDocument, name: string, range: Range): Promise<Attachment> {
  const whole = (await symbolNamed(document, name, range.start.line))?.range ?? wholeLines(range);
  return { ...base(document), kind: 'symbol', symbol: name, lines: linesOf(whole), text: document.getText(whole) };
}

const wholeLines = ({ start, end }: Range): Range => new Range(start.line, 0, end.line, Number.MAX_SAFE_INTEGER);

/**
 * Opens what an attachment was taken from, with its lines selected. The address comes from the disk, and `vscode.open`
 * would take one of a web page or of a command as well: so text is opened as a document, and media only where it is a file.
 */
export async function openAttachment({ uri, path, lines, kind }: Attachment): Promise<void> {
  const view = views[kind];
  if (view !== undefined) return void (await commands.executeCommand(view, Uri.parse(uri, true)));
  if ((kind === 'image' || kind === 'document') && (await isFile(uri)))
    return void (await commands.executeCommand('vscode.open', Uri.parse(uri, true)));
  const document = await textDocument(uri);
  if (document === undefined) {
    void window.showWarningMessage(l10n.t('{0} cannot be opened. It may have been moved or deleted.', path));
    return;
  }
  const selection =
    lines === undefined
      ? undefined
      : document.validateRange(new Range(indexOf(lines.start), 0, indexOf(lines.end), Number.MAX_SAFE_INTEGER));
  await window.showTextDocument(document, selection === undefined ? {} : { selection });
}

/** What is in no editor has its place elsewhere. */
const views: Partial<Record<Attachment['kind'], string>> = {
  folder: 'revealInExplorer',
  problems: 'workbench.actions.view.problems',
  diff: 'workbench.view.scm',
  terminal: 'workbench.action.terminal.focus',
};

const indexOf = (line: number) => Math.max(0, Math.trunc(line) - 1);

async function isFile(uri: string): Promise<boolean> {
  try {
    await workspace.fs.stat(Uri.parse(uri, true));
    return true;
  } catch {
    return false;
  }
}

async function textDocument(uri: string): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(Uri.parse(uri, true));
  } catch {
    return undefined;
  }
}

function base(document: TextDocument): Pick<Attachment, 'id' | 'path' | 'uri' | 'languageId'> {
  return {
    id: crypto.randomUUID(),
    path: workspace.asRelativePath(document.uri),
    uri: document.uri.toString(),
    languageId: document.languageId,
  };
}

/** A selection that ends at the start of a line does not mean that line. */
function linesOf({ start, end }: Range): { start: number; end: number } {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { start: start.line + 1, end: last + 1 };
}

const askable: ReadonlySet<SymbolKind> = new Set([
  SymbolKind.Class,
  SymbolKind.Constructor,
  SymbolKind.Enum,
  SymbolKind.Function,
  SymbolKind.Interface,
  SymbolKind.Method,
  SymbolKind.Module,
  SymbolKind.Namespace,
  SymbolKind.Struct,
]);

function innermost(symbols: readonly DocumentSymbol[], place: Position | Range): DocumentSymbol | undefined {
  for (const symbol of symbols) {
    if (!symbol.range.contains(place)) continue;
    return innermost(symbol.children ?? [], place) ?? (askable.has(symbol.kind) ? symbol : undefined);
  }
  return undefined;
}
