import * as z from 'zod/mini';
import { lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

const source = lenient(z.object({ uri: text, title: text, text }));

const grounding = z.object({ groundingChunks: z.optional(z.unknown()) });

/** https://ai.google.dev/api/generate-content#GroundingChunk */
const chunk = z.object({ web: source, retrievedContext: source, maps: source });

/** What Google AI calls `citationSources`, Vertex AI calls `citations`. */
const recitation = z.object({ citationSources: z.optional(z.unknown()), citations: z.optional(z.unknown()) });

const recited = z.object({ uri: text, title: text });

interface Metadata {
  readonly groundingMetadata?: unknown;
  readonly citationMetadata?: unknown;
}

interface Source {
  readonly url: string | null | undefined;
  readonly title: string | null | undefined;
  readonly quote?: string | null | undefined;
}

/** Where an answer found what it says, be it a search or a text it repeats. */
export function geminiCitations({ groundingMetadata, citationMetadata }: Metadata): readonly Source[] {
  const chunks = lenientList(chunk, grounding.safeParse(groundingMetadata).data?.groundingChunks);
  const { citationSources, citations } = recitation.safeParse(citationMetadata).data ?? {};
  const found = chunks.flatMap(({ web, retrievedContext, maps }) => web ?? retrievedContext ?? maps ?? []);
  return [
    ...found.map(({ uri, title, text: quote }) => ({ url: uri, title, quote })),
    ...lenientList(recited, citationSources ?? citations).map(({ uri, title }) => ({ url: uri, title })),
  ];
}
