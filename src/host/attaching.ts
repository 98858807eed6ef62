import { Uri, window } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import type { HostToView, ViewToHost } from '../protocol.ts';
import { attachUri, type Attached } from './attachUri.ts';
import { pastedMedia } from './pastedMedia.ts';
import { Suggestions } from './suggestions.ts';

/** How the composer asks for more to go along. */
export type AttachMessage = Extract<ViewToHost, { type: 'suggest' | 'take' | 'attach-files' | 'attach-media' }>;

export interface AttachingOptions {
  /** Where pasted images are kept, so that they can be opened. */
  readonly pasted: Uri;
  onSuggest(message: Extract<HostToView, { type: 'suggestions' }>): void;
}

/** Finds what the composer names, pastes or drops. Read when something is. */
export class Attaching {
  readonly #options: AttachingOptions;
  readonly #suggestions = new Suggestions();

  constructor(options: AttachingOptions) {
    this.#options = options;
  }

  /** What goes along because of a message; what cannot be read is said. */
  async receive(message: AttachMessage): Promise<readonly Attachment[]> {
    const read = await this.#read(message);
    const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
    if (problems.length > 0) void window.showWarningMessage(problems.join(' '));
    return read.flatMap((one) => ('problem' in one ? [] : [one]));
  }

  async #read(message: AttachMessage): Promise<readonly Attached[]> {
    switch (message.type) {
      case 'suggest': {
        const { query } = message;
        const { onSuggest } = this.#options;
        await this.#suggestions.suggest(query, (items) => onSuggest({ type: 'suggestions', query, items }));
        return [];
      }
      case 'take':
        return this.#suggestions.take(message.id);
      case 'attach-files':
        return Promise.all(message.uris.map((uri) => attachUri(Uri.parse(uri, true))));
      case 'attach-media':
        return [await pastedMedia(this.#options.pasted, message)];
    }
  }
}
