import { FileType, l10n, TabInputText, Uri, window, workspace } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { fileItem, unique } from './namedFiles.ts';
import { linksBelow, typeOf } from './symbolicLinks.ts';
import { filesIn } from './workspaceFiles.ts';

/** The file that code goes into; a new one lies in the workspace. */
export interface Target {
  readonly uri: Uri;
  /** As the user knows it. */
  readonly path: string;
  readonly isNew: boolean;
}

interface Signs {
  readonly file?: string | undefined;
  readonly attachments: readonly Attachment[];
  /** The file that the headers of a diff name. */
  readonly diffed?: string | undefined;
}

/** Finds the file that an answer names, or that was asked about, or asks; undefined when the user left. */
export async function targetOf(signs: Signs): Promise<Resolved | undefined> {
  const named = signs.file ?? signs.diffed;
  const asked = askedAbout(signs.attachments);
  if (asked !== undefined && (named === undefined || pathsMatch(asked.path, named)))
    return isKnown(asked.uri) ? checked(asked) : pickFile([asked.uri]);
  return named === undefined ? pickFile() : namedTarget(named);
}

/** The one file that went along with the question. */
function askedAbout(attachments: readonly Attachment[]): Target | undefined {
  const files = attachments.filter(({ kind }) => kind === 'file' || kind === 'selection' || kind === 'symbol');
  const [first] = files;
  if (first === undefined || files.some(({ uri }) => uri !== first.uri)) return undefined;
  return targetAt(Uri.parse(first.uri));
}

/** In the workspace, or open in an editor. Someone else may have made the chat, and named any file as one that went along. */
function isKnown(uri: Uri): boolean {
  const isInside = workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.split('/').includes('..');
  return isInside || isOpen(uri);
}

const openFiles = (): readonly Uri[] =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof TabInputText ? [input.uri] : []))
    .filter(({ scheme }) => workspace.fs.isWritableFileSystem(scheme) !== false);

const isOpen = (uri: Uri): boolean => openFiles().some((open) => open.toString() === uri.toString());

function pathsMatch(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => path.replaceAll('\\', '/').replace(/^(\.\/|[ab]\/)/, ''));
  return first === second || first?.endsWith(`/${second}`) === true;
}

/**
 * The file that a model named, or asks where several are alike; what a model wrote never leads out of the workspace. `new`
 * means one that is to be made, for which no file of a like name elsewhere stands in.
 */
export async function namedTarget(named: string, goal: 'alike' | 'new' = 'alike'): Promise<Resolved | undefined> {
  const path = named.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const folders = workspace.workspaceFolders ?? [];
  const outside = { refusal: l10n.t('{0} is outside of the workspace, so nothing was changed.', named) };
  if (/^([a-z][\w+.-]*:|~)/i.test(path) || path.split('/').includes('..')) return outside;
  if (path.startsWith('/')) {
    const inside = folders.find(({ uri }) => path.startsWith(`${uri.path}/`));
    return inside === undefined ? outside : inFolder(inside.uri, [path.slice(inside.uri.path.length + 1)]);
  }
  const inEach = await Promise.all(
    folders.map(({ uri, name }) => {
      const shorter = [...(path.startsWith(`${name}/`) ? [name.length + 1] : []), ...(/^[ab]\//.test(path) ? [2] : [])];
      return inFolder(uri, [path, ...shorter.map((length) => path.slice(length))]);
    }),
  );
  const there = inEach.filter((one) => 'refusal' in one || !one.isNew);
  if (there.length === 1) return there[0];
  const uris = there.flatMap((one) => ('refusal' in one ? [] : [one.uri]));
  if (there.length > 1) return uris.length === 0 ? there[0] : pickFrom(uris, named);
  if (goal === 'new') return inEach[0];
  const alike = (await filesIn()).filter((uri) => uri.path.endsWith(`/${path}`));
  const open = openFiles().filter((uri) => pathsMatch(uri.path, path));
  const all = [...new Map([...alike, ...open].map((uri) => [uri.toString(), uri])).values()];
  if (all.length > 0) return all.length === 1 ? checked(targetAt(all[0])) : checked(await pickFrom(all, named));
  return inEach[0] ?? pickFile();
}

type Resolved = Target | { readonly refusal: string };

/** What is at the first of these paths in a folder; a new file when nothing is at any. */
async function inFolder(folder: Uri, paths: readonly string[]): Promise<Resolved> {
  const found = paths.map(async (path) => {
    const uri = Uri.joinPath(folder, path);
    return { uri, type: await typeOf(uri) };
  });
  const all = await Promise.all(found);
  const one = all.find(({ type }) => type !== FileType.Unknown) ?? all[0];
  if (one === undefined) throw new Error('No path was given.');
  const path = workspace.asRelativePath(one.uri);
  if ((one.type & FileType.Directory) !== 0)
    return {
      refusal: l10n.t('{0} is a folder, so nothing was changed. Ask for the code with the name of its file.', path),
    };
  return checked({ uri: one.uri, path, isNew: one.type === FileType.Unknown });
}

/** Where a link in a workspace leads, the user knows only of what they opened themselves. */
async function checked<Found extends Target | undefined>(found: Found): Promise<Found | { readonly refusal: string }> {
  const folder = found && workspace.getWorkspaceFolder(found.uri);
  if (found === undefined || folder === undefined) return found;
  if (isOpen(found.uri) || !(await linksBelow(folder.uri)(found.uri))) return found;
  return {
    refusal: l10n.t(
      '{0} is behind a symbolic link, which may lead out of the workspace, so nothing was changed. Open the file, then apply the code again.',
      found.path,
    ),
  };
}

function targetAt(uri: Uri): Target;
function targetAt(uri: Uri | undefined): Target | undefined;
function targetAt(uri: Uri | undefined): Target | undefined {
  return uri === undefined ? undefined : { uri, path: workspace.asRelativePath(uri), isNew: false };
}

/** Those given and open editors come first. */
async function pickFile(first: readonly Uri[] = []): Promise<Target | undefined> {
  return pickFrom([...first, ...openFiles(), ...(await filesIn())]);
}

/** `named` is what the answer says, where that may be several files. */
async function pickFrom(uris: readonly Uri[], named?: string): Promise<Target | undefined> {
  if (uris.length === 0) {
    void window.showInformationMessage(l10n.t('Open the file that the code is for first.'));
    return undefined;
  }
  const items = unique(uris).map(fileItem);
  const placeHolder =
    named === undefined ? l10n.t('Which file is the code for?') : l10n.t('Which of these files is {0}?', named);
  return targetAt((await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.uri);
}
