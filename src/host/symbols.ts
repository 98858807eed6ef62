import { commands, l10n, SymbolKind, type DocumentSymbol, type Range, type TextDocument, type Uri } from 'vscode';

/** A symbol of a document, with the range of all that belongs to it. */
export interface FoundSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: Range;
}

/** All that a language tells of a document, outer symbols before inner ones; none where it tells of none. */
export async function symbolsOf(uri: Uri): Promise<readonly FoundSymbol[]> {
  return flat(await symbolTree(uri));
}

/** The same, as they lie inside each other. */
export async function symbolTree(uri: Uri): Promise<readonly DocumentSymbol[]> {
  try {
    const roots = await commands.executeCommand<(DocumentSymbol & { range?: Range })[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    // Some providers answer in the older flat form, which has no range of the whole symbol.
    return (roots ?? []).filter(({ range }) => range !== undefined);
  } catch {
    return [];
  }
}

/** The symbol of this name, the one nearest to a line if there are several. */
export async function symbolNamed({ uri }: TextDocument, name: string, line: number): Promise<FoundSymbol | undefined> {
  const away = ({ range }: FoundSymbol) =>
    range.start.line <= line && line <= range.end.line ? 0 : Math.abs(range.start.line - line);
  const found = (await symbolsOf(uri)).filter((symbol) => plainName(symbol.name) === name);
  return found.toSorted((a, b) => away(a) - away(b))[0];
}

/** TypeScript tells functions of the workspace as `name()`, and nobody else does. */
export const plainName = (name: string): string => name.replace(/\(.*\)$/s, '');

function flat(symbols: readonly DocumentSymbol[]): readonly FoundSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flat(symbol.children ?? [])]);
}

/** What kind of symbol it is, in a word; empty for kinds that say nothing to most people. */
export function kindName(kind: SymbolKind): string {
  return kindNames[kind]?.() ?? '';
}

const kindNames: Partial<Record<SymbolKind, () => string>> = {
  [SymbolKind.Module]: () => l10n.t('module'),
  [SymbolKind.Namespace]: () => l10n.t('namespace'),
  [SymbolKind.Class]: () => l10n.t('class'),
  [SymbolKind.Method]: () => l10n.t('method'),
  [SymbolKind.Property]: () => l10n.t('property'),
  [SymbolKind.Field]: () => l10n.t('field'),
  [SymbolKind.Constructor]: () => l10n.t('constructor'),
  [SymbolKind.Enum]: () => l10n.t('enum'),
  [SymbolKind.Interface]: () => l10n.t('interface'),
  [SymbolKind.Function]: () => l10n.t('function'),
  [SymbolKind.Variable]: () => l10n.t('variable'),
  [SymbolKind.Constant]: () => l10n.t('constant'),
  [SymbolKind.Struct]: () => l10n.t('struct'),
  [SymbolKind.String]: () => l10n.t('heading'),
};
