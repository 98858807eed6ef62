import type { Citation, CitationEvent } from '../model/event.ts';
import * as read from './read.ts';

/** Tells of each source once, however often a stream names it. */
export class Citations {
  readonly #seen = new Set<string>();

  tell(found: readonly Partial<Record<keyof Citation, string | undefined>>[]): readonly CitationEvent[] {
    return found.flatMap(({ url, title, quote }) => {
      const key = url || JSON.stringify([title, quote]);
      if (!(url || title || quote) || this.#seen.has(key)) return [];
      this.#seen.add(key);
      const citation = { ...(url ? { url } : {}), ...(title ? { title } : {}), ...(quote ? { quote } : {}) };
      return [{ type: 'citation', citation }];
    });
  }
}

const annotation = read.object(
  { url_citation: read.object({ url: read.text, title: read.text, content: read.text }) },
  'url_citation',
);

/** OpenAI's and OpenRouter's: https://openrouter.ai/docs/guides/features/plugins/web-search */
export const annotated = (annotations: unknown): ReturnType<typeof asCitation>[] =>
  read.items(annotation, annotations).map(({ url_citation: found }) => asCitation(found));

const result = read.object({ url: read.text, title: read.text, snippet: read.text });

/** Perplexity's results, or else the bare addresses that it and xAI list: https://docs.perplexity.ai/api-reference/chat-completions-post */
export function searched(results: unknown, addresses: unknown): ReturnType<typeof asCitation>[] {
  const found = read.items(result, results).map(({ snippet, ...rest }) => asCitation({ ...rest, content: snippet }));
  return found.length > 0 ? found : read.items(read.text, addresses).map((url) => asCitation({ url }));
}

const location = read.object({
  url: read.text,
  source: read.text,
  title: read.text,
  document_title: read.text,
  cited_text: read.text,
});

/** Anthropic's, of pages found and of documents given: https://platform.claude.com/docs/en/build-with-claude/citations */
export const cited = (locations: unknown): ReturnType<typeof asCitation>[] =>
  read
    .items(location, locations)
    .map(({ url, source, title, document_title: document, cited_text: quote }) =>
      asCitation({ url: url || addressIn(source), title: title || document, content: quote }),
    );

/** Who gives a search's results may call them what he likes. */
export const addressIn = (source: string | undefined) => (source && URL.canParse(source) ? source : undefined);

interface Source {
  readonly url?: string | undefined;
  readonly title?: string | undefined;
  readonly content?: string | undefined;
}

const asCitation = ({ url, title, content }: Source) => ({ url, title, quote: content });
