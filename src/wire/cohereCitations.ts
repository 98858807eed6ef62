import * as z from 'zod/mini';
import type { Citation, StreamEvent } from '../model/event.ts';
import { isObject, lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

/** What a document of the user's or a tool's result is made of is up to them; these names are usual. */
const content = lenient(z.object({ url: text, title: text, text, snippet: text, content: text }));

const source = z.object({ id: text, document: content, tool_output: content });

const citation = z.object({ sources: z.optional(z.unknown()) });

/** What a passage of the answer is based on; a stream gives one where a whole answer has a list: https://docs.cohere.com/docs/rag-citations */
export function cohereCitations(json: unknown): readonly StreamEvent[] {
  return lenientList(citation, isObject(json) ? [json] : json)
    .flatMap(({ sources }) => lenientList(source, sources))
    .map((found) => ({ type: 'citation', citation: citationOf(found) }));
}

function citationOf({ id, document, tool_output: output }: z.infer<typeof source>): Citation {
  const found = document ?? output;
  const quote = found?.text ?? found?.snippet ?? found?.content;
  const title = found?.title ?? id;
  return {
    ...(found?.url ? { url: found.url } : {}),
    ...(title ? { title } : {}),
    ...(quote ? { quote } : {}),
  };
}
