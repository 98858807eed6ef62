import { commands, TabInputText, Uri, window, workspace, type SymbolInformation, type TextEditor } from 'vscode';
import type { Suggestion } from '../protocol.ts';
import { selectionsOf, symbolIn } from './attachments.ts';
import { attachUri, type Attached } from './attachUri.ts';
import { closeness } from './closeness.ts';
import { gitChanges } from './gitChanges.ts';
import { problemCount, problemsAttachment } from './problems.ts';
import { filesIn } from './workspaceFiles.ts';

type Offer = Suggestion & { attach(): Promise<readonly Attached[]> };

/** A list that long shows what further letters would do. */
const mostOffers = 20;
const mostSymbols = 8;

/** As long as the user is typing one name, the files are taken to be the same. */
const freshMs = 10_000;

/** More than enough for every list that can still be on the screen. */
const mostRemembered = 500;

/** What the composer completes: files, folders, symbols, and what the editor knows. Only what was suggested can be taken. */
export class Suggestions {
  readonly #offered = new Map<string, Offer>();
  #files: { readonly list: Promise<readonly Uri[]>; readonly atMs: number } | undefined;
  #looks = 0;

  /** Tells of what fits a name, and once more when symbols are found; says nothing when another name came meanwhile. */
  async suggest(query: string, tell: (items: readonly Suggestion[]) => void): Promise<void> {
    const look = ++this.#looks;
    const symbols = query.length < 2 ? Promise.resolve([]) : symbolOffers(query);
    const offers = [...(await specialOffers(query)), ...(await this.#fileOffers(query))].slice(0, mostOffers);
    if (look !== this.#looks) return;
    tell(this.#remembered(offers));
    const more = await symbols;
    if (look === this.#looks && more.length > 0)
      tell(this.#remembered([...offers.slice(0, mostOffers - more.length), ...more]));
  }

  /** What was suggested under an id, as it is now. */
  async take(id: string): Promise<readonly Attached[]> {
    return (await this.#offered.get(id)?.attach()) ?? [];
  }

  #remembered(offers: readonly Offer[]): readonly Suggestion[] {
    if (this.#offered.size > mostRemembered) this.#offered.clear();
    for (const offer of offers) this.#offered.set(offer.id, offer);
    return offers.map(({ attach: _attach, ...suggestion }) => suggestion);
  }

  async #fileOffers(query: string): Promise<readonly Offer[]> {
    const nowMs = Date.now();
    if (this.#files === undefined || nowMs - this.#files.atMs > freshMs) this.#files = { list: filesIn(), atMs: nowMs };
    const open = openFiles();
    const files = unique([...open, ...(await this.#files.list)]);
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
      .map(({ kind, uri, path }) => ({
        id: `${kind} ${uri.toString()}`,
        kind,
        label: nameOf(path),
        detail: path.slice(0, Math.max(0, path.length - nameOf(path).length - 1)),
        attach: async () => [await attachUri(uri)],
      }));
  }
}

/** What the editor knows beside files, as far as there is some. */
async function specialOffers(query: string): Promise<readonly Offer[]> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  const open = openFiles();
  const all: Offer[] = [
    ...(editor === undefined ? [] : aboutEditor(editor)),
    ...(problemCount() === 0 ? [] : [problemsOffer()]),
    ...(await gitChanges()).map(({ name, root, count, attachment }): Offer => ({
      id: `diff ${root.toString()}`,
      kind: 'diff',
      label: 'Git diff',
      detail: `${name}, ${count} ${count === 1 ? 'file' : 'files'}`,
      attach: async () => [await attachment()],
    })),
    ...(open.length < 2
      ? []
      : [
          {
            id: 'editors',
            kind: 'editors',
            label: 'Open editors',
            detail: `${open.length} files`,
            attach: () => Promise.all(open.map(attachUri)),
          } as const,
        ]),
  ];
  return all.filter(({ label }) => closeness(query, label.replaceAll(' ', '')) !== undefined);
}

function aboutEditor(editor: TextEditor): readonly Offer[] {
  const { document } = editor;
  const path = workspace.asRelativePath(document.uri);
  const selections = selectionsOf(editor);
  const problems = problemCount(document.uri);
  const selection: Offer = {
    id: 'selection',
    kind: 'selection',
    label: 'Selection',
    detail: nameOf(path),
    attach: async () => selectionsOf(editor),
  };
  const inFile: Offer = {
    id: `problems ${document.uri.toString()}`,
    kind: 'problems',
    label: 'Problems of the file',
    detail: `${nameOf(path)}, ${problems}`,
    attach: async () => [problemsAttachment(document.uri)],
  };
  return [...(selections.length === 0 ? [] : [selection]), ...(problems === 0 ? [] : [inFile])];
}

const problemsOffer = (): Offer => ({
  id: 'problems',
  kind: 'problems',
  label: 'Problems',
  detail: `all files, ${problemCount()}`,
  attach: async () => [problemsAttachment()],
});

async function symbolOffers(query: string): Promise<readonly Offer[]> {
  const found = await symbolsNamed(query);
  return found
    .flatMap(({ name: told, location }) => {
      // TypeScript tells functions as `name()`, here and nowhere else.
      const name = told.replace(/\(.*\)$/s, '');
      const close = closeness(query, name);
      return close === undefined ? [] : [{ name, location, close }];
    })
    .toSorted((a, b) => a.close - b.close || a.name.length - b.name.length)
    .slice(0, mostSymbols)
    .map(({ name, location }) => ({
      id: `symbol ${location.uri.toString()} ${location.range.start.line}:${location.range.start.character} ${name}`,
      kind: 'symbol' as const,
      label: name,
      detail: `${workspace.asRelativePath(location.uri)}:${location.range.start.line + 1}`,
      attach: async () => [await symbolIn(await workspace.openTextDocument(location.uri), name, location.range)],
    }));
}

/** Language servers answer or refuse as they like; without one there are none. */
async function symbolsNamed(query: string): Promise<readonly SymbolInformation[]> {
  try {
    return (
      (await commands.executeCommand<SymbolInformation[] | undefined>(
        'vscode.executeWorkspaceSymbolProvider',
        query,
      )) ?? []
    );
  } catch {
    return [];
  }
}

/** The text files in tabs; the one in sight first. */
function openFiles(): readonly Uri[] {
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

const unique = (uris: readonly Uri[]): readonly Uri[] => [
  ...new Map(uris.map((uri) => [uri.toString(), uri])).values(),
];

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
