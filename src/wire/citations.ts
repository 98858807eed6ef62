import * as z from 'zod/mini';
import type { Citation, CitationEvent } from '../model/event.ts';
import { lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

/** Tells of each source once, however often a stream names it. */
export class Citations {
  readonly #seen = new Set<string>();

  tell(found: readonly Partial<Record<keyof Citation, string | null | undefined>>[]): readonly CitationEvent[] {
    return found.flatMap(({ url, title, quote }) => {
      const key = url || JSON.stringify([title, quote]);
      if (!(url || title || quote) || this.#seen.has(key)) return [];
      this.#seen.add(key);
      const citation = { ...(url ? { url } : {}), ...(title ? { title } : {}), ...(quote ? { quote } : {}) };
      return [{ type: 'citation', citation }];
    });
  }
}

const annotation = z.object({ url_citation: z.object({ url: text, title: text, content: text }) });

/** OpenAI's and OpenRouter's: https://openrouter.ai/docs/guides/features/plugins/web-search */
export const annotated = (annotations: unknown): ReturnType<typeof asCitation>[] =>
  lenientList(annotation, annotations).map(({ url_citation: found }) => asCitation(found));

const result = z.object({ url: text, title: text, snippet: text });

/** Perplexity's results, or else the bare addresses that it and xAI list: https://docs.perplexity.ai/api-reference/chat-completions-post */
export function searched(results: unknown, addresses: unknown): ReturnType<typeof asCitation>[] {
  const found = lenientList(result, results).map(({ snippet, ...rest }) => asCitation({ ...rest, content: snippet }));
  return found.length > 0 ? found : lenientList(z.string(), addresses).map((url) => asCitation({ url }));
}

const location = z.object({ url: text, source: text, title: text, document_title: text, cited_text: text });

/** Anthropic's, of pages found and of documents given: https://platform.claude.com/docs/en/build-with-claude/citations */
export const cited = (locations: unknown): ReturnType<typeof asCitation>[] =>
  lenientList(location, locations).map(({ url, source, title, document_title: document, cited_text: quote }) =>
    asCitation({ url: url || addressIn(source), title: title || document, content: quote }),
  );

/** Who gives a search's results may call them what he likes. */
export const addressIn = (source: string | null | undefined) => (source && URL.canParse(source) ? source : undefined);

interface Source {
  readonly url?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly content?: string | null | undefined;
}

const asCitation = ({ url, title, content }: Source) => ({ url, title, quote: content });
