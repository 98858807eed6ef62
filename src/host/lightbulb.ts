import {
  CodeActionKind,
  CodeActionTriggerKind,
  commands,
  DiagnosticSeverity,
  l10n,
  workspace,
  type CodeAction,
  type CodeActionContext,
  type Command,
  type DocumentSymbol,
  type Range,
  type TextDocument,
} from 'vscode';
import type { CommandName } from './commands.ts';

/**
 * What the editor's lightbulb offers of ours at a place: commands, so that nothing is sent before one is taken. None is
 * preferred, since those run by themselves. What is not about a problem shows only to who opens the list, at a selection or
 * in a symbol: a lightbulb on every line would say nothing.
 */
export async function lightbulbActions(
  { uri }: TextDocument,
  range: Range,
  { diagnostics, only, triggerKind }: CodeActionContext,
): Promise<CodeAction[]> {
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) return [];
  const isWanted = (kind: CodeActionKind): boolean => only === undefined || only.contains(kind);
  const problems = diagnostics.filter(({ severity }) => severity !== DiagnosticSeverity.Hint);
  const about = (title: string, name: CommandName): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: problems,
    command: { ...commandOf(title, name), arguments: [uri, problems] },
  });
  const code = (title: string, name: CommandName): CodeAction => ({
    title,
    kind: CodeActionKind.RefactorRewrite,
    command: commandOf(title, name),
  });
  const isAtProblem = problems.length > 0 && isWanted(CodeActionKind.QuickFix);
  const isAsked = triggerKind === CodeActionTriggerKind.Invoke && isWanted(CodeActionKind.RefactorRewrite);
  return [
    ...(isAtProblem
      ? [about(l10n.t('Fix with AI'), 'fixProblem'), about(l10n.t('Explain with AI'), 'explainProblem')]
      : []),
    ...(isAsked && (!range.isEmpty || (await isInSymbol(uri, range)))
      ? [code(l10n.t('Document with AI'), 'documentThis'), code(l10n.t('Write tests with AI'), 'writeTests')]
      : []),
  ];
}

const commandOf = (title: string, name: CommandName): Command => ({ title, command: `parley.${name}` });

/** Some providers tell of symbols in the older form, which has no range of the whole symbol. */
async function isInSymbol(uri: TextDocument['uri'], range: Range): Promise<boolean> {
  const symbols = await commands.executeCommand<Partial<DocumentSymbol>[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return symbols?.some((symbol) => symbol.range?.contains(range)) ?? false;
}
