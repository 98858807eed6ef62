import { l10n, TabInputText, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
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
  /** The files that the headers of a diff name. */
  readonly diffed: readonly string[];
}

/** Finds the file that an answer names, or that was asked about, or asks; undefined when the user left. */
export async function targetOf(signs: Signs): Promise<Target | { readonly refusal: string } | undefined> {
  const named = signs.diffed.length > 1 ? await pickNamed(signs.diffed) : (signs.file ?? signs.diffed[0]);
  if (named === undefined && signs.diffed.length > 1) return undefined;
  const asked = askedAbout(signs.attachments);
  if (named === undefined) return asked ?? pickFile();
  if (asked !== undefined && pathsMatch(asked.path, named)) return asked;
  return resolve(named);
}

/** The one file that went along with the question. The user chose it, so it may lie anywhere. */
function askedAbout(attachments: readonly Attachment[]): Target | undefined {
  const files = attachments.filter(({ kind }) => kind === 'file' || kind === 'selection' || kind === 'symbol');
  const [first] = files;
  if (first === undefined || files.some(({ uri }) => uri !== first.uri)) return undefined;
  return { uri: Uri.parse(first.uri), path: first.path, isNew: false };
}

function pathsMatch(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => path.replaceAll('\\', '/').replace(/^(\.\/|[ab]\/)/, ''));
  return first === second || first?.endsWith(`/${second}`) === true;
}

/** What a model wrote never leads out of the workspace. */
async function resolve(named: string): Promise<Target | { readonly refusal: string } | undefined> {
  const path = named.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const folders = workspace.workspaceFolders ?? [];
  const outside = { refusal: l10n.t('{0} is outside of the workspace, so nothing was changed.', named) };
  if (/^([a-z][\w+.-]*:|~)/i.test(path) || path.split('/').includes('..')) return outside;
  if (path.startsWith('/')) {
    const inside = folders.find(({ uri }) => path.startsWith(`${uri.path}/`));
    return inside === undefined ? outside : existing(inside.uri, path.slice(inside.uri.path.length + 1));
  }
  const tries = folders.flatMap(({ uri, name }) => [
    { uri, path },
    ...(path.startsWith(`${name}/`) ? [{ uri, path: path.slice(name.length + 1) }] : []),
    ...(/^[ab]\//.test(path) ? [{ uri, path: path.slice(2) }] : []),
  ]);
  for (const one of tries) {
    const target = await existing(one.uri, one.path);
    if (!target.isNew) return target;
  }
  const alike = (await filesIn()).filter((uri) => uri.path.endsWith(`/${path}`));
  const open = workspace.textDocuments.filter(({ uri, isClosed }) => !isClosed && pathsMatch(uri.path, path));
  const all = [...new Map([...alike, ...open.map(({ uri }) => uri)].map((uri) => [uri.toString(), uri])).values()];
  if (all.length > 0) return all.length === 1 ? targetAt(all[0]) : pickFrom(all);
  const [first] = tries;
  return first === undefined ? pickFile() : existing(first.uri, first.path);
}

async function existing(folder: Uri, path: string): Promise<Target> {
  const uri = Uri.joinPath(folder, path);
  const isThere = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  return { uri, path: workspace.asRelativePath(uri), isNew: !isThere };
}

function targetAt(uri: Uri | undefined): Target | undefined {
  return uri === undefined ? undefined : { uri, path: workspace.asRelativePath(uri), isNew: false };
}

interface FileItem extends QuickPickItem {
  readonly uri: Uri;
}

/** Open editors come first. */
async function pickFile(): Promise<Target | undefined> {
  const open = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof TabInputText ? [input.uri] : []));
  return pickFrom([...open, ...(await filesIn())]);
}

async function pickFrom(uris: readonly Uri[]): Promise<Target | undefined> {
  const unique = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  if (unique.length === 0) {
    void window.showInformationMessage(l10n.t('Open the file that the code is for first.'));
    return undefined;
  }
  const items = unique.map((uri): FileItem => {
    const path = workspace.asRelativePath(uri);
    return { label: path.split('/').at(-1) ?? path, description: path.split('/').slice(0, -1).join('/'), uri };
  });
  const placeHolder = l10n.t('Which file is the code for?');
  return targetAt((await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.uri);
}

async function pickNamed(paths: readonly string[]): Promise<string | undefined> {
  const placeHolder = l10n.t('The code is for several files. Which one should be changed now?');
  return window.showQuickPick([...paths], { placeHolder });
}
