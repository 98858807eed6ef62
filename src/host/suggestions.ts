import { l10n, window, workspace, type TextEditor } from 'vscode';
import type { Suggestion } from '../protocol.ts';
import { selectionsOf } from './attachments.ts';
import { attachUri, type Attached } from './attachUri.ts';
import { closeness } from './closeness.ts';
import { gitChanges } from './gitChanges.ts';
import { folderName, mostOffers, NamedFiles, nameOf, openFiles } from './namedFiles.ts';
import { problemCount, problemsAttachment } from './problems.ts';
import { mayHoldSecrets } from './secretFiles.ts';
import { symbolOffers } from './symbolOffers.ts';
import { terminalSelection } from './terminalSelection.ts';

/** Something that can be taken, and how. */
export type Offer = Suggestion & { attach(): Promise<readonly Attached[]> };

/** More than enough for every list that can still be on the screen. */
const mostRemembered = 500;

/** What the composer completes: files, folders, symbols, and what the editor knows. Only what was suggested can be taken. */
export class Suggestions {
  readonly #offered = new Map<string, Offer>();
  readonly #files = new NamedFiles();
  #looks = 0;

  /** Tells of what fits a name, and once more when symbols are found; says nothing when another name came meanwhile. */
  async suggest(query: string, tell: (items: readonly Suggestion[]) => void): Promise<void> {
    const look = ++this.#looks;
    const symbols = query === '' ? Promise.resolve([]) : symbolOffers(query);
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
    return (await this.#files.find(query)).map(({ kind, uri, path }) => ({
      id: `${kind} ${uri.toString()}`,
      kind,
      label: nameOf(path),
      detail: mayHoldSecrets(uri) ? l10n.t('may hold secrets') : folderName(path),
      attach: async () => [await attachUri(uri)],
    }));
  }
}

/** What the editor knows beside files, as far as there is some. */
async function specialOffers(query: string): Promise<readonly Offer[]> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  const open = openFiles().filter((uri) => !mayHoldSecrets(uri));
  const all: Offer[] = [
    ...(editor === undefined ? [] : aboutEditor(editor)),
    ...(problemCount() === 0 ? [] : [problemsOffer()]),
    ...(window.activeTerminal === undefined ? [] : [terminalOffer(window.activeTerminal.name)]),
    ...(await gitChanges()).map(({ name, root, count, attachment }): Offer => ({
      id: `diff ${root.toString()}`,
      kind: 'diff',
      label: l10n.t('Git diff'),
      detail: count === 1 ? l10n.t('{0}, 1 file', name) : l10n.t('{0}, {1} files', name, count),
      attach: async () => [await attachment()],
    })),
    ...(open.length < 2
      ? []
      : [
          {
            id: 'editors',
            kind: 'editors',
            label: l10n.t('Open editors'),
            detail: l10n.t('{0} files', open.length),
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
    label: l10n.t('Selection'),
    detail: nameOf(path),
    attach: async () => selectionsOf(editor),
  };
  const inFile: Offer = {
    id: `problems ${document.uri.toString()}`,
    kind: 'problems',
    label: l10n.t('Problems of the file'),
    detail: `${nameOf(path)}, ${problems}`,
    attach: async () => [problemsAttachment(document.uri)],
  };
  return [...(selections.length === 0 ? [] : [selection]), ...(problems === 0 ? [] : [inFile])];
}

const terminalOffer = (name: string): Offer => ({
  id: 'terminal',
  kind: 'terminal',
  label: l10n.t('Terminal selection'),
  detail: name,
  attach: async () => [await terminalSelection()],
});

const problemsOffer = (): Offer => ({
  id: 'problems',
  kind: 'problems',
  label: l10n.t('Problems'),
  detail: l10n.t('all files, {0}', problemCount()),
  attach: async () => [problemsAttachment()],
});
