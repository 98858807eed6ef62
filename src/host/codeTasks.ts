import { l10n, Range, Uri, window, type Diagnostic, type TextEditor } from 'vscode';
import { withoutHiddenText } from '../chat/hiddenText.ts';
import type { Question } from '../chat/session.ts';
import type { Region } from '../edit/region.ts';
import { longestRegion } from '../edit/statement.ts';
import type { Attachment } from '../model/attachment.ts';
import { linesIn, symbolAt } from './attachments.ts';
import { enclosingLines, patientMs } from './enclosing.ts';
import type { InlineEdits } from './inlineEdit.ts';
import { codeTarget, targetAround } from './inlineEditTarget.ts';
import { problemsAttachment, shownProblems, sourceOf } from './problems.ts';
import { expanded } from './slash.ts';

/** Where the user's own prompt files are; see {@link expanded}. */
interface Prompts {
  readonly prompts: Uri;
}

interface Found {
  readonly editor: TextEditor;
  readonly problems: readonly Diagnostic[];
  /** All that the problems are about. */
  readonly place: Range;
}

/** More is not read in the box of another try. */
const longestInstruction = 1_000;

/** Edits the code around problems, so that they are gone: those of the arguments, or those at the cursor. */
export async function fixProblem(args: readonly unknown[], edits: Pick<InlineEdits, 'startAt'>): Promise<void> {
  const found = await problemsFor(args);
  if (found === undefined) return;
  const { editor, problems, place } = found;
  const messages = problems.map((problem) => {
    const message = withoutHiddenText(problem.message).text.replaceAll(/\s+/g, ' ');
    const from = sourceOf(problem);
    return from === '' ? message : `${message} (${from})`;
  });
  const instruction = l10n.t('Fix this: {0}', [...new Set(messages)].join('; ').slice(0, longestInstruction));
  const target = () => targetAround(editor.document, place);
  await edits.startAt(editor, { place: linesOfRange(place), target, instruction });
}

/** The question that explains problems: those of the arguments, or those at the cursor. */
export async function explainProblem(args: readonly unknown[], { prompts }: Prompts): Promise<Question | undefined> {
  const found = await problemsFor(args);
  if (found === undefined) return undefined;
  const { editor, problems, place } = found;
  const attachments = [await codeAround(editor, place), problemsAttachment(editor.document.uri, problems)];
  const text = `/explain ${l10n.t('the attached problem: what it means, why it is there and how to solve it')}`;
  return expanded({ text, attachments }, { prompts, goal: 'send' });
}

/** Edits the selection or the code around the cursor, so that it is documented. */
export async function documentThis(edits: Pick<InlineEdits, 'startAt'>): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return openFirst();
  const instruction = l10n.t(
    'Write the documentation comments that this lacks, in the form that is usual for its language, and change nothing else.',
  );
  const place = linesOfRange(editor.selection);
  await edits.startAt(editor, { place, target: () => codeTarget(editor), instruction });
}

const linesOfRange = ({ start, end }: Range): Region => ({ start: start.line, count: end.line - start.line + 1 });

/** The question for tests of the selection, of the symbol around the cursor, or else of the file. */
export async function writeTests({ prompts }: Prompts): Promise<Question | undefined> {
  const editor = window.activeTextEditor;
  const symbol = editor?.selection.isEmpty ? await symbolAt(editor.document, editor.selection) : undefined;
  return expanded({ text: '/tests', attachments: symbol === undefined ? [] : [symbol] }, { prompts, goal: 'send' });
}

/** The lightbulb passes a document and its problems; the palette nothing. */
async function problemsFor([uri, given]: readonly unknown[]): Promise<Found | undefined> {
  const editor = uri instanceof Uri ? await editorOf(uri) : window.activeTextEditor;
  if (editor === undefined) return openFirst();
  const problems = Array.isArray(given) ? (given as readonly Diagnostic[]) : problemsAtCursor(editor);
  const [first, ...more] = problems.map(({ range }) => range);
  if (first !== undefined) return { editor, problems, place: more.reduce((all, range) => all.union(range), first) };
  void window.showInformationMessage(
    l10n.t('The editor shows no problem here. Put the cursor into a marked line first.'),
  );
  return undefined;
}

function problemsAtCursor({ document, selection: { start, end } }: TextEditor): readonly Diagnostic[] {
  const lines = new Range(start.line, 0, end.line, Number.MAX_SAFE_INTEGER);
  return shownProblems(document.uri).filter(({ range }) => range.intersection(lines) !== undefined);
}

async function editorOf(uri: Uri): Promise<TextEditor> {
  const shown = [window.activeTextEditor, ...window.visibleTextEditors];
  return shown.find((editor) => editor?.document.uri.toString() === uri.toString()) ?? window.showTextDocument(uri);
}

async function codeAround({ document }: TextEditor, place: Range): Promise<Attachment> {
  const symbol = await symbolAt(document, place);
  if (symbol?.lines !== undefined && symbol.lines.end - symbol.lines.start < longestRegion) return symbol;
  const { start, count } = await enclosingLines(document, place, patientMs);
  return linesIn(document, new Range(start, 0, start + count - 1, 0));
}

function openFirst(): undefined {
  void window.showInformationMessage(l10n.t('Open a file and put the cursor into the code first.'));
  return undefined;
}
