import * as z from 'zod/mini';
import type { StreamEvent } from '../model/event.ts';
import { Citations } from './citations.ts';
import { isObject, lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

/** What a document of the user's or a tool's result is made of is up to them; these names are usual. */
const content = lenient(z.object({ url: text, title: text, text, snippet: text, content: text }));

const source = z.object({ id: text, document: content, tool_output: content });

const citation = z.object({ sources: z.optional(z.unknown()) });

/** What a passage of the answer is based on; a stream gives one where a whole answer has a list: https://docs.cohere.com/docs/rag-citations */
export function cohereCitations(json: unknown): readonly StreamEvent[] {
  const sources = lenientList(citation, isObject(json) ? [json] : json).flatMap((found) =>
    lenientList(source, found.sources),
  );
  return new Citations().tell(
    sources.map(({ id, document, tool_output: output }) => {
      const found = document ?? output;
      return { url: found?.url, title: found?.title ?? id, quote: found?.text ?? found?.snippet ?? found?.content };
    }),
  );
}
