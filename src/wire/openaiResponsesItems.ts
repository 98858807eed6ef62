import type { Citation } from '../model/event.ts';
import * as read from './read.ts';

/** One item of a response's output; kinds that say nothing to a user, such as the provider's own tools, are not read. */
export const outputItem = read.object({
  type: read.text,
  id: read.text,
  call_id: read.text,
  name: read.text,
  arguments: read.anything,
  input: read.text,
  content: read.anything,
  summary: read.anything,
  encrypted_content: read.text,
});
export type OutputItem = read.Found<typeof outputItem>;

const part = read.object({ type: read.text, text: read.text, refusal: read.text, annotations: read.anything });

const annotation = read.object({ type: read.text, url: read.text, title: read.text, filename: read.text });

/** What a message consists of, in its order. */
export function messageParts({ content }: OutputItem): readonly {
  readonly type: 'text' | 'refusal';
  readonly whole: string;
  readonly citations: readonly Citation[];
}[] {
  return read.items(part, content).map((found) =>
    found.type === 'refusal'
      ? { type: 'refusal', whole: found.refusal ?? '', citations: [] }
      : {
          type: 'text',
          whole: found.text ?? '',
          citations: Array.isArray(found.annotations) ? found.annotations.flatMap(citationsFrom) : [],
        },
  );
}

/** The thoughts of a reasoning item: what is summarized of them, then what is told in clear. */
export function thoughtsOf({ summary, content }: OutputItem): readonly string[] {
  return [...read.items(part, summary), ...read.items(part, content)].flatMap(({ text: words }) => words || []);
}

/**
 * Where a part of the text comes from, of a page or a file that was searched:
 * https://platform.openai.com/docs/api-reference/responses-streaming/response/output_text_annotation
 */
export function citationsFrom(json: unknown): readonly Citation[] {
  const { type, url, title, filename } = annotation(json) ?? {};
  if (type === 'file_citation') return filename ? [{ title: filename }] : [];
  if (type !== 'url_citation' || !url) return [];
  // xAI numbers its sources where others give their titles.
  return [{ url, ...(title && !/^\d+$/.test(title) ? { title } : {}) }];
}
