import * as read from './read.ts';

const source = read.object({ uri: read.text, title: read.text, text: read.text });

const grounding = read.object({ groundingChunks: read.anything });

/** https://ai.google.dev/api/generate-content#GroundingChunk */
const chunk = read.object({ web: source, retrievedContext: source, maps: source });

/** What Google AI calls `citationSources`, Vertex AI calls `citations`. */
const recitation = read.object({ citationSources: read.anything, citations: read.anything });

const recited = read.object({ uri: read.text, title: read.text });

interface Metadata {
  readonly groundingMetadata?: unknown;
  readonly citationMetadata?: unknown;
}

interface Source {
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly quote?: string | undefined;
}

/** Where an answer found what it says, be it a search or a text it repeats. */
export function geminiCitations({ groundingMetadata, citationMetadata }: Metadata): readonly Source[] {
  const chunks = read.items(chunk, grounding(groundingMetadata)?.groundingChunks);
  const { citationSources, citations } = recitation(citationMetadata) ?? {};
  const found = chunks.flatMap(({ web, retrievedContext, maps }) => web ?? retrievedContext ?? maps ?? []);
  return [
    ...found.map(({ uri, title, text: quote }) => ({ url: uri, title, quote })),
    ...read.items(recited, citationSources ?? citations).map(({ uri, title }) => ({ url: uri, title })),
  ];
}
