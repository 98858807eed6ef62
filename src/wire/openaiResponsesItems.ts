import * as z from 'zod/mini';
import type { Citation } from '../model/event.ts';
import { lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

const leaf = z.optional(z.unknown());

/** One item of a response's output; kinds that say nothing to a user, such as the provider's own tools, are not read. */
export const outputItem = z.object({
  type: text,
  id: text,
  call_id: text,
  name: text,
  arguments: leaf,
  input: text,
  content: leaf,
  summary: leaf,
  encrypted_content: text,
});
export type OutputItem = z.infer<typeof outputItem>;

const part = z.object({ type: text, text, refusal: text, annotations: leaf });

const annotation = z.object({ type: text, url: text, title: text, filename: text });

/** What a message consists of, in its order. */
export function messageParts({ content }: OutputItem): readonly {
  readonly type: 'text' | 'refusal';
  readonly whole: string;
  readonly citations: readonly Citation[];
}[] {
  return lenientList(part, content).map((found) =>
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
  return [...lenientList(part, summary), ...lenientList(part, content)].flatMap(({ text: words }) => words || []);
}

/**
 * Where a part of the text comes from, of a page or a file that was searched:
 * https://platform.openai.com/docs/api-reference/responses-streaming/response/output_text_annotation
 */
export function citationsFrom(json: unknown): readonly Citation[] {
  const { type, url, title, filename } = annotation.safeParse(json).data ?? {};
  if (type === 'file_citation') return filename ? [{ title: filename }] : [];
  if (type !== 'url_citation' || !url) return [];
  // xAI numbers its sources where others give their titles.
  return [{ url, ...(title && !/^\d+$/.test(title) ? { title } : {}) }];
}
