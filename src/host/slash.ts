import { l10n, window, workspace, type TextEditor, type Uri } from 'vscode';
import {
  builtIn,
  slashCommands,
  slashIn,
  withOwnWords,
  type SlashCommand,
  type SlashText,
} from '../chat/slashCommands.ts';
import type { Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Suggestion } from '../protocol.ts';
import { fileOf, selectionsOf } from './attachments.ts';
import { closeness } from './closeness.ts';
import { gitChanges } from './gitChanges.ts';
import { problemCount, problemsAttachment } from './problems.ts';
import { filledPrompt } from './promptVariables.ts';
import { promptFiles } from './promptFiles.ts';
import { isPrivateKey, mayHoldSecrets } from './secretFiles.ts';

interface Expanding {
  /** Where the user's own prompt files are. */
  readonly prompts: Uri;
  /** To be sent, or only to be looked at: then nothing is asked for. */
  readonly goal: 'send' | 'show';
}

const descriptions: Readonly<Record<keyof typeof slashCommands, () => string>> = {
  explain: () => l10n.t('Explain the selection or the open file'),
  fix: () => l10n.t('Fix the selection or the open file, with its problems'),
  tests: () => l10n.t('Write tests for the selection or the open file'),
  doc: () => l10n.t('Write documentation comments'),
  commit: () => l10n.t('Write a commit message for the uncommitted changes'),
};

/** The commands that fit what was typed after the slash: the built-in ones, then the user's prompt files. */
export async function commandOffers(query: string, prompts: Uri): Promise<readonly Suggestion[]> {
  const own = Object.entries(descriptions).map(([name, describe]) => ({ name, detail: describe() }));
  const files = (await promptFiles(prompts)).filter(({ name }) => builtIn(name) === undefined);
  const read = files.map(async (file) => {
    const found = await file.read();
    return { name: file.name, detail: 'problem' in found ? found.problem : found.description };
  });
  return [...own, ...(await Promise.all(read))]
    .flatMap(({ name, detail }) => {
      const close = closeness(query, name);
      return close === undefined ? [] : [{ name, detail, close }];
    })
    .toSorted((a, b) => a.close - b.close)
    .map(({ name, detail }) => ({ id: `command ${name}`, kind: 'command', label: `/${name}`, detail }));
}

/**
 * A question with what its slash command stands for, and with what that needs. One that begins with no command is
 * returned as it is; undefined, said why, when it cannot be asked.
 */
export async function expanded(question: Question, { prompts, goal }: Expanding): Promise<Question | undefined> {
  const slash = slashIn(question.text);
  if (slash === undefined) return question;
  const command = builtIn(slash.name);
  if (command !== undefined) return withNeeds(question, command, slash);
  const file = (await promptFiles(prompts)).find(({ name }) => name === slash.name);
  if (file === undefined) return question;
  const read = await file.read();
  if ('problem' in read) return refused(read.problem);
  const prompt = await filledPrompt(read.body, { name: slash.name, goal });
  if (typeof prompt === 'object') return prompt.problem === undefined ? undefined : refused(prompt.problem);
  return { ...question, prompt: withOwnWords(prompt, slash.rest) };
}

async function withNeeds(
  question: Question,
  { needs, withProblems, prompt }: SlashCommand,
  { name, rest }: SlashText,
): Promise<Question | undefined> {
  const given = question.attachments;
  const found = needs === 'changes' ? await changes(given) : code(given, window.activeTextEditor);
  // Words of the user may be all that a question is about, but never a commit.
  if (found === undefined && (needs === 'changes' || rest === ''))
    return refused(
      needs === 'changes'
        ? l10n.t('/{0} has nothing to work on: git knows of no uncommitted changes here.', name)
        : l10n.t('/{0} has nothing to work on. Select code or open a file, or attach something with #.', name),
    );
  const all = [...given, ...(found ?? [])];
  const problems = withProblems === undefined ? [] : problemsOf(all);
  return { ...question, attachments: [...all, ...problems], prompt: withOwnWords(prompt, rest) };
}

function refused(message: string): undefined {
  void window.showWarningMessage(message);
  return undefined;
}

const isCode: ReadonlySet<Attachment['kind']> = new Set(['selection', 'symbol', 'file', 'folder', 'image', 'document']);

/** What is selected, or else the whole file, unless something goes along already. */
function code(given: readonly Attachment[], active: TextEditor | undefined): readonly Attachment[] | undefined {
  if (given.some(({ kind }) => isCode.has(kind))) return [];
  const editor = active ?? window.visibleTextEditors[0];
  if (editor === undefined || editor.document.uri.scheme === 'output') return undefined;
  const selections = selectionsOf(editor);
  if (selections.length > 0) return selections;
  const file = fileOf(editor.document);
  // The user named no file, least of all one with passwords.
  return mayHoldSecrets(editor.document.uri) || isPrivateKey(file.text ?? '') ? undefined : [file];
}

async function changes(given: readonly Attachment[]): Promise<readonly Attachment[] | undefined> {
  if (given.some(({ kind }) => kind === 'diff')) return [];
  const all = await gitChanges();
  return all.length === 0 ? undefined : Promise.all(all.map(({ attachment }) => attachment()));
}

/** The problems of the files that go along, unless problems do already. */
function problemsOf(all: readonly Attachment[]): readonly Attachment[] {
  if (all.some(({ kind }) => kind === 'problems')) return [];
  const addresses = new Set(all.flatMap(({ kind, uri }) => (isCode.has(kind) ? [uri] : [])));
  return workspace.textDocuments
    .filter(({ uri }) => addresses.has(uri.toString()) && problemCount(uri) > 0)
    .map(({ uri }) => problemsAttachment(uri));
}
