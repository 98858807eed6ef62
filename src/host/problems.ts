import { DiagnosticSeverity, l10n, languages, Uri, workspace, type Diagnostic, type Range } from 'vscode';
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

/** The problems of a file, or those of the whole workspace, as text; or only some of a file. */
export function problemsAttachment(file?: Uri, only?: readonly Diagnostic[]): Attachment {
  const folder = workspace.workspaceFolders?.[0];
  return {
    id: crypto.randomUUID(),
    kind: 'problems',
    path: file === undefined ? (workspace.name ?? l10n.t('the open files')) : workspace.asRelativePath(file),
    uri: (file ?? folder?.uri ?? everywhere).toString(),
    languageId: '',
    text: problemsText(file === undefined || only === undefined ? problemsIn(file) : only.map((one) => [file, one])),
  };
}

/** For a window without a folder. */
const everywhere = Uri.from({ scheme: 'parley-problems', path: '/' });

/** The problems there are by now at the address of an attachment. */
export function problemsAt(uri: string): string {
  const isAll =
    uri === everywhere.toString() || workspace.workspaceFolders?.some((folder) => folder.uri.toString() === uri);
  return problemsText(problemsIn(isAll === true ? undefined : Uri.parse(uri, true)));
}

/** The problems that the editor shows in a file, the worst first. */
export function shownProblems(file: Uri): readonly Diagnostic[] {
  return problemsIn(file)
    .map(([, one]) => one)
    .toSorted((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
}

/** What a problem says: how bad it is, its message, who found it, and the places that have to do with it. */
export function problemText(problem: Diagnostic): string {
  const { severity, message, relatedInformation = [] } = problem;
  const from = sourceOf(problem);
  const related = relatedInformation.slice(0, mostRelated).map(({ location: { uri, range }, message: about }) => {
    return ` (${placeOf(uri, range)}: ${about})`;
  });
  return `${severities[severity]}: ${message}${from === '' ? '' : ` [${from}]`}${related.join('')}`;
}

/** Who found a problem, and what they call it; empty when they do not say. */
export const sourceOf = ({ source, code }: Diagnostic): string =>
  [source, typeof code === 'object' ? code.value : code].filter((part) => part !== undefined).join(' ');

const mostRelated = 3;

const placeOf = (uri: Uri, { start }: Range): string =>
  `${workspace.asRelativePath(uri)}:${start.line + 1}:${start.character + 1}`;

function problemsText(found: readonly (readonly [Uri, Diagnostic])[]): string {
  const all = found.toSorted(([, a], [, b]) => a.severity - b.severity);
  const lines = all.slice(0, mostProblems).map(([uri, one]) => `${placeOf(uri, one.range)} ${problemText(one)}`);
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
