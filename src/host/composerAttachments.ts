import { window } from 'vscode';
import { keptAttachments, readKeptAttachments } from '../chat/keptAttachments.ts';
import { hiddenCharacters } from '../chat/prompt.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { AttachMessage, Attaching, AttachingOptions } from './attaching.ts';
import type { State } from './state.ts';

export interface ComposerAttachmentsOptions extends AttachingOptions {
  readonly state: State;
  onChange(attachments: readonly Attachment[]): void;
}

/** What goes along with the question being written; it survives a reload. What looks for more is read at first use. */
export class ComposerAttachments {
  readonly #options: ComposerAttachmentsOptions;
  #all: readonly Attachment[];
  /** Those of the question being written, while an earlier one is edited. */
  #aside: readonly Attachment[] | undefined;
  #attaching: Promise<Attaching> | undefined;

  constructor(options: ComposerAttachmentsOptions) {
    this.#options = options;
    this.#all = readKeptAttachments(options.state.get('attachments'));
  }

  get all(): readonly Attachment[] {
    return this.#all;
  }

  /** All with what their files hold now, where the contents were not kept; or the path of one that is gone. */
  async withContents(): Promise<readonly Attachment[] | { readonly missing: string }> {
    const all = this.#all;
    if (all.every(hasContent)) return all;
    const { withContents } = await import('./attachmentContents.ts');
    return withContents(all);
  }

  /** Adds what the composer names, pastes or drops; suggests what it could name. */
  async receive(message: AttachMessage): Promise<void> {
    this.#attaching ??= import('./attaching.ts').then(({ Attaching: Reader }) => new Reader(this.#options));
    this.add(await (await this.#attaching).receive(message));
  }

  /** The same; one that is gone is said, and there is nothing. */
  async readable(): Promise<readonly Attachment[] | undefined> {
    const all = await this.withContents();
    if (!('missing' in all)) return all;
    void window.showWarningMessage(`${all.missing} cannot be read any more. Take it off, then ask again.`);
    return undefined;
  }

  add(more: readonly Attachment[]): void {
    if (more.length === 0) return;
    this.#set([...this.#all, ...more.filter(this.#isNew)]);
  }

  /** Adds what is selected in the editor used last, or what the user picks. */
  async addFromEditor(): Promise<void> {
    const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
    const { chooseAttachments, chooseMedia } = await import('./askSelection.ts');
    this.add(editor === undefined ? await chooseMedia() : ((await chooseAttachments(editor, this.#isNew)) ?? []));
  }

  remove(id: string): void {
    this.#set(this.#all.filter((one) => one.id !== id));
  }

  clear(): void {
    this.#set([]);
  }

  /** Puts these aside for those of an earlier question that is edited. */
  beginEdit(attachments: readonly Attachment[]): void {
    this.#aside ??= this.#all;
    this.#set(attachments);
  }

  /** Takes back what was there before an earlier question was edited. */
  endEdit(): void {
    if (this.#aside === undefined) return;
    const aside = this.#aside;
    this.#aside = undefined;
    this.#set(aside);
  }

  readonly #isNew = (one: Attachment): boolean =>
    !this.#all.some(({ kind, uri, lines }) => kind === one.kind && uri === one.uri && sameLines(lines, one.lines));

  #set(attachments: readonly Attachment[]): void {
    this.#all = attachments;
    this.#options.state.update('attachments', keptAttachments(this.#aside ?? attachments));
    this.#options.onChange(attachments);
  }
}

function sameLines(a: Attachment['lines'], b: Attachment['lines']): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

/** Invisible characters can carry instructions that nobody sees; that they were there is worth knowing. */
export function tellHidden(attachments: readonly Attachment[]): void {
  const count = hiddenCharacters(attachments);
  if (count === 0) return;
  const what = count === 1 ? 'One invisible character' : `${count} invisible characters`;
  void window.showInformationMessage(`${what} in what you attached ${count === 1 ? 'was' : 'were'} not sent.`);
}
