import { l10n, QuickPickItemKind, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { attachUri } from './attachUri.ts';
import { fileItem, folderName, NamedFiles, nameOf, openFiles, type FileItem } from './namedFiles.ts';
import type { Completion } from './promptBox.ts';
import { mayHoldSecrets } from './secretFiles.ts';

/** For all files of an edit together. What is more belongs into a chat, which shows what it costs. */
export const mostCharacters = 200_000;

/** A name after `#` that is being written at the end of a line; one with spaces is in quotation marks. */
const unfinishedName = /(?<=^|\s)#(?:"([^"]*)|((?:[^\s"]\S*)?))$/;
/** A name after `#`; without quotation marks, what ends the sentence is not part of it. */
const namedFile = /(?<=^|\s)#(?:"([^"]+)"|(\S*[^\s.,;:!?)]))/g;

const quoted = (path: string): string => (/\s/.test(path) ? `"${path}"` : path);

/** The other files that go along with one edit, until it is asked for. */
export class EditFiles {
  readonly #named = new NamedFiles();
  #chosen: readonly Attachment[];

  constructor(chosen: readonly Attachment[]) {
    this.#chosen = chosen;
  }

  get chosen(): readonly Attachment[] {
    return this.#chosen;
  }

  /** What a name that is being written could mean. */
  async complete(typed: string): Promise<readonly Completion[]> {
    const [mention = '', inMarks, bare] = unfinishedName.exec(typed) ?? [];
    const name = inMarks ?? bare;
    if (name === undefined) return [];
    const found = (await this.#named.find(name)).filter(({ kind, path }) => kind === 'file' && holds(path, name));
    return found
      .filter(({ path }) => !path.includes('"') && path !== bare)
      .map(({ uri, path }) => ({
        label: `$(file) ${nameOf(path)}`,
        description: mayHoldSecrets(uri) ? l10n.t('may hold secrets') : folderName(path),
        text: `${typed.slice(0, typed.length - mention.length)}#${quoted(path)} `,
      }));
  }

  /** Lets the user pick; those that cannot go along are said. */
  async pick(): Promise<void> {
    const picked = await window.showQuickPick(this.#items(), {
      canPickMany: true,
      matchOnDescription: true,
      title: l10n.t('Files that go along with the edit'),
      placeHolder: l10n.t('Which files should the model read, too?'),
    });
    if (picked === undefined) return;
    const uris = picked.flatMap(({ uri }) => uri ?? []);
    this.#chosen = this.#chosen.filter(({ uri }) => uris.some((one) => one.toString() === uri));
    await this.#add(uris);
  }

  /**
   * Takes the files along that a line names after `#`, and returns the line with their names alone; what names no file stays
   * as it is. `undefined` when one of them cannot go along, which is said.
   */
  async takeNamed(line: string): Promise<string | undefined> {
    if (line.search(namedFile) === -1) return line;
    const byPath = new Map((await this.#named.all()).map((uri) => [workspace.asRelativePath(uri), uri]));
    const uris = [...line.matchAll(namedFile)].flatMap(([, inMarks, bare = '']) => byPath.get(inMarks ?? bare) ?? []);
    if (!(await this.#add(uris))) return undefined;
    return line.replace(namedFile, (whole, inMarks: string | undefined, bare: string | undefined) => {
      const path = inMarks ?? bare ?? '';
      return byPath.has(path) ? quoted(path) : whole;
    });
  }

  /** False when one was refused. */
  async #add(uris: readonly Uri[]): Promise<boolean> {
    const problems: string[] = [];
    for (const uri of uris) {
      if (this.#chosen.some((one) => one.uri === uri.toString())) continue;
      const file = await attachUri(uri);
      if ('problem' in file) problems.push(file.problem);
      else if (file.text === undefined) problems.push(l10n.t('{0} is no text file, so it cannot go along.', file.path));
      else if (this.#length + file.text.length > mostCharacters) problems.push(tooLarge(file.path));
      else this.#chosen = [...this.#chosen, file];
    }
    if (problems.length > 0) void window.showWarningMessage(problems.join(' '));
    return problems.length === 0;
  }

  get #length(): number {
    return this.#chosen.reduce((sum, { text = '' }) => sum + text.length, 0);
  }

  async #items(): Promise<(FileItem | GroupItem)[]> {
    const isChosen = ({ uri }: FileItem) => this.#chosen.some((one) => one.uri === uri.toString());
    const open = openFiles();
    const names = new Set(open.map(String));
    const others = (await this.#named.all()).filter((uri) => !names.has(uri.toString()));
    const group = (label: string, uris: readonly Uri[]): (FileItem | GroupItem)[] => {
      const items = uris.map(fileItem).filter((item) => isChosen(item) || !mayHoldSecrets(item.uri));
      const shown = items.map((item) => ({ ...item, picked: isChosen(item) }));
      return shown.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...shown];
    };
    return [...group(l10n.t('open editors'), open), ...group(l10n.t('files'), others)];
  }
}

/** The line above files of one kind. */
type GroupItem = QuickPickItem & { readonly uri?: undefined };

const holds = (path: string, name: string): boolean => path.toLowerCase().includes(name.toLowerCase());

const tooLarge = (path: string): string =>
  l10n.t(
    '{0} is too large to go along: with it the files of this edit would have more than {1} characters. Select the part that matters and ask in the chat, or leave it out.',
    path,
    mostCharacters,
  );
