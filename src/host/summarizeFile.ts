import { Uri, window, workspace } from 'vscode';
import type { Question } from '../chat/session.ts';
import { summarize } from '../chat/summarize.ts';
import { planSummary } from '../chat/summaryPlan.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Respond } from '../model/message.ts';
import { fileOf } from './attachments.ts';
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
  const read = await Promise.all(uris.map(readSummarizable));
  const problems = read.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) void window.showWarningMessage(problems.join(' '));
  const files = read.flatMap((result) => ('file' in result ? [result.file] : []));
  if (files.length === 0) return undefined;
  const contextWindow = windowOf(model);
  const plan = planSummary(files, contextWindow);
  const text = files.length === 1 ? 'Summarize this file.' : 'Summarize these files.';
  if (plan.requests === 1) return { question: { text, attachments: files } };
  if (!(await confirmed(files, plan))) return undefined;
  // The texts are left out of the conversation: no later question could carry them along.
  const attachments = files.map(({ text: _text, ...file }) => file);
  return {
    question: { text, attachments },
    respond: (respond) => summarize({ files, window: contextWindow, respond }),
  };
}

async function confirmed(files: readonly Attachment[], { requests, inputTokens }: ReturnType<typeof planSummary>) {
  const what = files.length === 1 ? `${files[0]?.path} is` : 'These files are';
  const go = 'Summarize in Parts';
  const choice = await window.showInformationMessage(
    `${what} more than the model reads at once.`,
    {
      modal: true,
      detail: `The summary takes ${requests} requests that read about ${rounded(inputTokens)} tokens. You can stop it at any time.`,
    },
    go,
  );
  return choice === go;
}

/** Two digits: more would pretend to know. */
function rounded(tokens: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(tokens);
}

/** Reads a file as text, as it stands in the editor when it is open there with changes. */
async function readSummarizable(uri: Uri): Promise<Summarizable> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const name = workspace.asRelativePath(uri);
  if (open !== undefined) return checked(name, fileOf(open));
  const bytes = await workspace.fs.readFile(uri).then(undefined, () => undefined);
  if (bytes === undefined) return { problem: `${name} cannot be read. It may have been moved or deleted.` };
  if (isBinary(bytes)) return { problem: `${name} is not a text file.` };
  const text = await workspace.decode(bytes, { uri });
  return checked(name, {
    id: crypto.randomUUID(),
    kind: 'file',
    path: name,
    uri: uri.toString(),
    languageId: '',
    text,
  });
}

function checked(name: string, file: Attachment): Summarizable {
  return file.text?.trim() === '' ? { problem: `${name} is empty: there is nothing to summarize.` } : { file };
}

/** Text has no NUL in its first bytes; the same test as git's, but UTF-16 with its mark is text. */
function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const hasUtf16Mark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !hasUtf16Mark && bytes.subarray(0, 8_000).includes(0);
}
