import { DiagnosticSeverity, languages, Uri, workspace, type Diagnostic } from 'vscode';
import type { Attachment } from '../model/attachment.ts';

/** More than that is no use to anyone; the worst come first. */
const mostProblems = 300;

const severities: Readonly<Record<DiagnosticSeverity, string>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

/** How many problems the editor shows in a file, or in all of them. Hints are not shown, and so not counted. */
export function problemCount(file?: Uri): number {
  return problemsIn(file).length;
}

/** The problems of a file, or those of the whole workspace, as text. */
export function problemsAttachment(file?: Uri): Attachment {
  const folder = workspace.workspaceFolders?.[0];
  return {
    id: crypto.randomUUID(),
    kind: 'problems',
    path: file === undefined ? (workspace.name ?? 'the open files') : workspace.asRelativePath(file),
    uri: (file ?? folder?.uri ?? everywhere).toString(),
    languageId: '',
    text: problemsText(file),
  };
}

/** For a window without a folder. */
const everywhere = Uri.from({ scheme: 'parley-problems', path: '/' });

/** The problems there are by now at the address of an attachment. */
export function problemsAt(uri: string): string {
  const isAll =
    uri === everywhere.toString() || workspace.workspaceFolders?.some((folder) => folder.uri.toString() === uri);
  return problemsText(isAll === true ? undefined : Uri.parse(uri, true));
}

function problemsText(file: Uri | undefined): string {
  const all = problemsIn(file).toSorted(([, a], [, b]) => a.severity - b.severity);
  const lines = all.slice(0, mostProblems).map(([uri, { range, severity, message, source, code }]) => {
    const at = `${workspace.asRelativePath(uri)}:${range.start.line + 1}:${range.start.character + 1}`;
    const from = [source, typeof code === 'object' ? code.value : code].filter((part) => part !== undefined).join(' ');
    return `${at} ${severities[severity]}: ${message}${from === '' ? '' : ` [${from}]`}`;
  });
  if (all.length > mostProblems) lines.push(`… and ${all.length - mostProblems} more`);
  return lines.length === 0 ? 'No problems.' : lines.join('\n');
}

function problemsIn(file: Uri | undefined): readonly (readonly [Uri, Diagnostic])[] {
  const all: readonly [Uri, readonly Diagnostic[]][] =
    file === undefined ? languages.getDiagnostics() : [[file, languages.getDiagnostics(file)]];
  return all.flatMap(([uri, diagnostics]) =>
    diagnostics.filter(({ severity }) => severity !== DiagnosticSeverity.Hint).map((one) => [uri, one] as const),
  );
}
