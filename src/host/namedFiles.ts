import { TabInputText, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { closeness } from './closeness.ts';
import { mayHoldSecrets } from './secretFiles.ts';
import { filesIn } from './workspaceFiles.ts';

/** A list that long shows what further letters would do. */
export const mostOffers = 20;

/** As long as the user is typing one name, the files are taken to be the same. */
const freshMs = 10_000;

/** A file, or a folder that holds some. */
export interface NamedFile {
  readonly kind: 'file' | 'folder';
  readonly uri: Uri;
  /** As the user knows it. */
  readonly path: string;
}

/** Finds files by a part of their name. */
export class NamedFiles {
  #files: { readonly list: Promise<readonly Uri[]>; readonly atMs: number } | undefined;

  /** Those that fit a name, best first. What may hold secrets is among them only when that is asked for by its name. */
  async find(query: string): Promise<readonly NamedFile[]> {
    const open = openFiles();
    const named = isSecretName(query);
    const files = (await this.all()).filter((uri) => named || !mayHoldSecrets(uri));
    const order = new Map(open.map((uri, index) => [uri.toString(), index - open.length]));
    return [...files.map((uri) => ['file', uri] as const), ...foldersOf(files).map((uri) => ['folder', uri] as const)]
      .flatMap(([kind, uri]) => {
        const path = workspace.asRelativePath(uri);
        const close = closeness(query, nameOf(path), path);
        return close === undefined ? [] : [{ kind, uri, path, close, at: order.get(uri.toString()) ?? 0 }];
      })
      .toSorted(
        (a, b) => a.close - b.close || a.at - b.at || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
      )
      .slice(0, mostOffers)
      .map(({ kind, uri, path }) => ({ kind, uri, path }));
  }

  /** The open ones, then those of the workspace. */
  async all(): Promise<readonly Uri[]> {
    const nowMs = Date.now();
    if (this.#files === undefined || nowMs - this.#files.atMs > freshMs) this.#files = { list: filesIn(), atMs: nowMs };
    return unique([...openFiles(), ...(await this.#files.list)]);
  }
}

/** The text files in tabs; the one in sight first. */
export function openFiles(): readonly Uri[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const active = window.activeTextEditor?.document.uri;
  const uris = tabs.flatMap(({ input }) => (input instanceof TabInputText ? [input.uri] : []));
  const shown = uris.filter(({ scheme }) => scheme !== 'output');
  return unique([...shown.filter((uri) => uri.toString() === active?.toString()), ...shown]);
}

/** The folders that hold files, below those of the workspace. */
function foldersOf(files: readonly Uri[]): readonly Uri[] {
  const roots = new Set((workspace.workspaceFolders ?? []).map(({ uri }) => uri.path));
  const found = new Map<string, Uri>();
  for (const uri of files) {
    if (workspace.getWorkspaceFolder(uri) === undefined) continue;
    for (let end = uri.path.lastIndexOf('/'); end > 0; end = uri.path.lastIndexOf('/', end - 1)) {
      const path = uri.path.slice(0, end);
      if (roots.has(path) || found.has(path)) break;
      found.set(path, uri.with({ path }));
    }
  }
  return [...found.values()];
}

/** Each file once, where it comes first. */
export const unique = (uris: readonly Uri[]): readonly Uri[] => [
  ...new Map(uris.map((uri) => [uri.toString(), uri])).values(),
];

/** Only who asks for such a file by what sets its name apart is offered it. */
const isSecretName = (query: string): boolean => mayHoldSecrets(Uri.file(`/${nameOf(query)}`));

/** The folder of a path, without the last slash. */
export const folderName = (path: string): string => path.slice(0, Math.max(0, path.length - nameOf(path).length - 1));

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A file as one to be picked from a list. */
export interface FileItem extends QuickPickItem {
  readonly uri: Uri;
}

/** See {@link FileItem}. */
export function fileItem(uri: Uri): FileItem {
  const path = workspace.asRelativePath(uri);
  return { label: nameOf(path), description: folderName(path), uri };
}
