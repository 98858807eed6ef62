import type { Transcript } from '../model/transcript.ts';
import { excerptOf, searchableText, type Query } from './search.ts';

/** A conversation that was looked through; `excerpt` when what is looked for stands in it. */
export interface Searched {
  readonly id: string;
  readonly excerpt: string | undefined;
}

/** Undefined when there is no such conversation any more. */
export type ReadTranscript = (id: string) => Promise<Transcript | undefined>;

/** What is kept of texts, so that the next letter typed reads no file again. */
const longestKept = 30_000_000;
/** Longer at a stretch, and the editor's other extensions would wait. */
const stretchMs = 15;

/**
 * Looks through the contents of conversations, one after the other. Files are read when they are first needed, and
 * their words kept as long as this object is, within a bound.
 */
export class ContentSearch {
  readonly #read: ReadTranscript;
  readonly #texts = new Map<string, string>();
  #kept = 0;

  constructor(read: ReadTranscript) {
    this.#read = read;
  }

  /** In the order given; ends early when called off. One that cannot be read is passed over. */
  async *find(ids: readonly string[], query: Query, signal: AbortSignal): AsyncGenerator<Searched> {
    let rested = performance.now();
    for (const id of ids) {
      if (signal.aborted) return;
      const text = this.#texts.get(id) ?? (await this.#textOf(id));
      if (performance.now() - rested > stretchMs) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        rested = performance.now();
      }
      if (signal.aborted) return;
      yield { id, excerpt: excerptOf(text, query) };
    }
  }

  async #textOf(id: string): Promise<string> {
    const transcript = await this.#read(id).catch(() => undefined);
    const text = transcript === undefined ? '' : searchableText(transcript);
    if (this.#kept + text.length <= longestKept) {
      this.#texts.set(id, text);
      this.#kept += text.length;
    }
    return text;
  }
}
