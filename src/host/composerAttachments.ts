import { identityOf } from '../chat/repeats.ts';
import { keptAttachments, readKeptAttachments } from '../chat/keptAttachments.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { AttachMessage, Attaching, AttachingOptions } from './attaching.ts';
import type { Pinning, PinMessage } from './pinning.ts';
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
  #pins: Pinning | undefined;

  constructor(options: ComposerAttachmentsOptions) {
    this.#options = options;
    this.#all = readKeptAttachments(options.state.get('attachments'));
  }

  get all(): readonly Attachment[] {
    return this.#all;
  }

  /** Absent as long as nothing was ever pinned here. */
  get pins(): Pinning | undefined {
    return this.#pins;
  }

  /** All with what their files hold now, where the contents were not kept; one that is gone is said, and there is nothing. */
  async readable(): Promise<readonly Attachment[] | undefined> {
    const all = this.#pins === undefined ? this.#all : await this.#pins.asSent();
    return all.every(hasContent) ? all : (await import('./attachmentContents.ts')).readable(all);
  }

  /** Adds what the composer names, pastes or drops; suggests what it could name. */
  async receive(message: AttachMessage): Promise<void> {
    this.#attaching ??= import('./attaching.ts').then(({ Attaching: Reader }) => new Reader(this.#options));
    this.add(await (await this.#attaching).receive(message));
  }

  add(more: readonly Attachment[]): void {
    if (more.length === 0) return;
    this.#set([...this.#all, ...more.filter(this.#isNew)]);
  }

  /** Adds what is selected in the editor used last, or what the user picks. */
  async addFromEditor(): Promise<void> {
    this.add(await (await import('./askSelection.ts')).chooseMore(this.#isNew));
  }

  remove(id: string): void {
    this.#set(this.#all.filter((one) => one.id !== id));
  }

  /** Leaves only those that are pinned. */
  clear(): void {
    this.#set(this.#all.filter(isPinned));
  }

  /** Has those that are pinned for a chat, as they are by now, instead of those of another. */
  async open(chat: string): Promise<void> {
    if (this.#pins !== undefined || this.#options.state.get('pins') !== undefined)
      await (await this.#pinning()).open(chat);
  }

  /** Pins one for a chat, or no longer. */
  async pin(message: PinMessage, chat: string): Promise<void> {
    if (this.#aside === undefined) await (await this.#pinning()).pin(message, chat);
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

  readonly #isNew = (one: Attachment): boolean => !this.#all.some((other) => identityOf(other) === identityOf(one));

  async #pinning(): Promise<Pinning> {
    const { Pinning: Pins } = await import('./pinning.ts');
    return (this.#pins ??= new Pins(this.#options.state, {
      all: () => this.#all,
      own: () => this.#own,
      set: (all) => this.#set(all),
    }));
  }

  get #own(): readonly Attachment[] {
    return this.#aside ?? this.#all;
  }

  #set(attachments: readonly Attachment[]): void {
    this.#all = attachments;
    this.#options.state.update('attachments', keptAttachments(this.#own.filter((one) => !isPinned(one))));
    this.#pins?.keep();
    this.#options.onChange(attachments);
  }
}

const isPinned = ({ pinned }: Attachment): boolean => pinned === true;
