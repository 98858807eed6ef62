import { FileType, l10n, Uri, window, workspace } from 'vscode';
import type { Question } from '../chat/session.ts';
import { summarize } from '../chat/summarize.ts';
import { planSummary } from '../chat/summaryPlan.ts';
import type { Attachment } from '../model/attachment.ts';
import { language } from '../model/language.ts';
import type { Respond } from '../model/message.ts';
import { fileOf } from './attachments.ts';
import { mediaTypeOf, readMedia } from './mediaFile.ts';
import { windowOf, type Model } from './models.ts';

/** A question for a summary, and who answers it where one request is not enough. */
export interface SummaryJob {
  readonly question: Question;
  readonly respond?: (plain: Respond) => Respond;
}

/** A file to summarize, or why it cannot be. */
type Summarizable = { readonly file: Attachment } | { readonly problem: string };

/**
 * The files that the command was called on: the ones selected in the Explorer, the tab's, or the active editor's.
 * Explorer and tab menus pass the clicked resource and, from the Explorer, all selected ones.
 */
export function targetsOf(args: readonly unknown[]): readonly Uri[] {
  const [clicked, selected] = args;
  if (Array.isArray(selected)) {
    const uris = selected.filter((item): item is Uri => item instanceof Uri);
    if (uris.length > 0) return uris;
  }
  if (clicked instanceof Uri) return [clicked];
  const active = window.activeTextEditor?.document.uri;
  return active === undefined ? [] : [active];
}

/**
 * Reads the files and prepares their summary. Says what cannot be summarized, and asks before it takes more than
 * one request. `undefined` when nothing is left to do.
 */
export async function summaryOf(uris: readonly Uri[], model: Model): Promise<SummaryJob | undefined> {
  const files = await readAll(uris);
  if (files.length === 0) return undefined;
  const plan = planSummary(files, windowOf(model));
  const text = files.length === 1 ? l10n.t('Summarize this file.') : l10n.t('Summarize these files.');
  if (plan.requests === 1) return { question: { text, attachments: files } };
  if (!(await confirmed(files, plan))) return undefined;
  // The contents are left out of the conversation: no later question could carry them along.
  const attachments = files.map(({ text: _text, media: _media, ...file }) => file);
  return { question: { text, attachments }, respond: summarizing(files, model) };
}

/** Gives a summary once more whose files' texts are not in the conversation: they are read again. */
export async function summaryAgain(
  files: readonly Attachment[],
  model: Model,
): Promise<SummaryJob['respond'] | undefined> {
  const read = await readAll(files.map(({ uri }) => Uri.parse(uri)));
  if (read.length === 0) return undefined;
  const plan = planSummary(read, windowOf(model));
  return plan.requests === 1 || (await confirmed(read, plan)) ? summarizing(read, model) : undefined;
}

const summarizing =
  (files: readonly Attachment[], model: Model): Required<SummaryJob>['respond'] =>
  (respond) =>
    summarize({ files, window: windowOf(model), respond });

/** The files that can be summarized; says which cannot. */
async function readAll(uris: readonly Uri[]): Promise<readonly Attachment[]> {
  const read = await Promise.all(uris.map(readSummarizable));
  const problems = read.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) void window.showWarningMessage(told(problems));
  return read.flatMap((result) => ('file' in result ? [result.file] : []));
}

/** A selection of many files may have many problems, and a message has little room. */
function told(problems: readonly string[]): string {
  const more = problems.length - shownProblems;
  return [...problems.slice(0, shownProblems), ...(more > 0 ? [l10n.t('The same goes for {0} more.', more)] : [])].join(
    ' ',
  );
}

const shownProblems = 3;

async function confirmed(files: readonly Attachment[], { requests, inputTokens }: ReturnType<typeof planSummary>) {
  const [file, ...more] = files;
  const go = l10n.t('Summarize in Parts');
  const choice = await window.showInformationMessage(
    file !== undefined && more.length === 0
      ? l10n.t('{0} is more than the model reads at once.', file.path)
      : l10n.t('These files are more than the model reads at once.'),
    {
      modal: true,
      detail: l10n.t(
        'The summary takes {0} requests that read about {1} tokens. You can stop it at any time.',
        requests,
        rounded(inputTokens),
      ),
    },
    go,
  );
  return choice === go;
}

/** Two digits: more would pretend to know. */
function rounded(tokens: number): string {
  return new Intl.NumberFormat(language(), { maximumSignificantDigits: 2 }).format(tokens);
}

/** Reads a file as text, as it stands in the editor when it is open there with changes. */
async function readSummarizable(uri: Uri): Promise<Summarizable> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const name = workspace.asRelativePath(uri);
  const mediaType = mediaTypeOf(uri);
  if (mediaType !== undefined) {
    const media = await readMedia(uri, mediaType);
    return 'problem' in media ? media : { file: media };
  }
  if (open !== undefined) return checked(name, fileOf(open));
  const text = await textOf(uri);
  if (typeof text !== 'string') return text;
  return checked(name, {
    id: crypto.randomUUID(),
    kind: 'file',
    path: name,
    uri: uri.toString(),
    languageId: '',
    text,
  });
}

/** The text of a file that is not open, or a sentence on why there is none. */
async function textOf(uri: Uri): Promise<string | { readonly problem: string }> {
  const name = workspace.asRelativePath(uri);
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0) return { problem: l10n.t('{0} is a folder. Pick the files in it.', name) };
    if (size > largestBytes)
      return { problem: l10n.t('{0} is larger than 50 MB, which is too much to summarize.', name) };
    const bytes = await workspace.fs.readFile(uri);
    if (isBinary(bytes)) return { problem: l10n.t('{0} is not a text file.', name) };
    return await workspace.decode(bytes, { uri });
  } catch {
    return { problem: l10n.t('{0} cannot be read. It may have been moved or deleted.', name) };
  }
}

/** The editor's own limit for what extensions may see of an open document; far more than anyone pays to have read. */
const largestBytes = 50 * 1024 * 1024;

function checked(name: string, file: Attachment): Summarizable {
  return file.text?.trim() === ''
    ? { problem: l10n.t('{0} is empty: there is nothing to summarize.', name) }
    : { file };
}

/** Text has no NUL in its first bytes; the same test as git's, but UTF-16 with its mark is text. */
function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const hasUtf16Mark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !hasUtf16Mark && bytes.subarray(0, 8_000).includes(0);
}
