import type { StreamEvent } from '../model/event.ts';
import { Citations } from './citations.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';

/** What a document of the user's or a tool's result is made of is up to them; these names are usual. */
const content = read.object({
  url: read.text,
  title: read.text,
  text: read.text,
  snippet: read.text,
  content: read.text,
});

const source = read.object({ id: read.text, document: content, tool_output: content });

const citation = read.object({ sources: read.anything });

/** What a passage of the answer is based on; a stream gives one where a whole answer has a list: https://docs.cohere.com/docs/rag-citations */
export function cohereCitations(json: unknown): readonly StreamEvent[] {
  const sources = read
    .items(citation, isRecord(json) ? [json] : json)
    .flatMap((found) => read.items(source, found.sources));
  return new Citations().tell(
    sources.map(({ id, document, tool_output: output }) => {
      const found = document ?? output;
      return { url: found?.url, title: found?.title ?? id, quote: found?.text ?? found?.snippet ?? found?.content };
    }),
  );
}
