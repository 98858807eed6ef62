import { isDeepStrictEqual } from 'node:util';
import { dialectOf } from '../../../src/llm/send.ts';
import type { Request } from '../../../src/model/message.ts';
import { type Exchange, modelOf, unnamed } from '../exchange.ts';
import { readerFor } from '../kinds.ts';
import { aside, normalized, valuesAt } from './equivalence.ts';
import { Inexpressible, isObject, type Json } from './json.ts';
import { anthropicReader } from './anthropic.ts';
import { chatReader } from './chat.ts';
import { cohereReader, cohereV1Reader } from './cohere.ts';
import { converseReader } from './converse.ts';
import { geminiReader } from './gemini.ts';
import { ollamaReader } from './ollama.ts';
import { responsesReader } from './responses.ts';
import type { RequestReader } from './reader.ts';

/** By kind of recording. */
export const requestReaders: Readonly<Record<string, RequestReader>> = {
  'openai-chat': chatReader,
  'azure-openai-chat': chatReader,
  'azure-ai-inference-chat': chatReader,
  'anthropic-messages': anthropicReader,
  'bedrock-invoke': anthropicReader,
  groq: chatReader,
  mistral: chatReader,
  together: chatReader,
  openrouter: chatReader,
  deepseek: chatReader,
  xai: chatReader,
  huggingface: chatReader,
  'openai-compatible-chat': chatReader,
  'gemini-openai-compat': chatReader,
  'ollama-openai-compat': chatReader,
  'cohere-openai-compat': chatReader,
  'bedrock-mantle': chatReader,
  'openai-responses': responsesReader,
  'azure-openai-responses': responsesReader,
  'bedrock-mantle-responses': responsesReader,
  'deepseek-responses': responsesReader,
  'lmstudio-responses': responsesReader,
  'openrouter-responses': responsesReader,
  'xai-responses': responsesReader,
  gemini: geminiReader,
  vertex: geminiReader,
  'bedrock-converse': converseReader,
  ollama: ollamaReader,
  cohere: cohereReader,
  'cohere-v1': cohereV1Reader,
};

/** What became of one recorded request. */
export type RoundTrip =
  | { readonly outcome: 'equal' }
  /** Parley has no place for this parameter. */
  | { readonly outcome: 'inexpressible'; readonly parameter: string }
  | { readonly outcome: 'different'; readonly recorded: Json; readonly encoded: Json };

const efforts = [undefined, 'none', 'minimal', 'low', 'medium', 'high'] as const;

/** Reads a recorded request, writes it again, and compares; undefined where none was recorded. */
export function roundTrip(exchange: Exchange): RoundTrip | undefined {
  const reader = requestReaders[exchange.endpoint_kind];
  const recordedBody = exchange.request?.body;
  if (reader === undefined || !isObject(recordedBody)) return undefined;
  try {
    if (JSON.stringify(recordedBody).includes('"cache_control"')) throw new Inexpressible('cache_control');
    return compared(exchange, reader, recordedBody);
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    return { outcome: 'inexpressible', parameter: error.message };
  }
}

function compared(exchange: Exchange, reader: RequestReader, body: Json): RoundTrip {
  const model = modelOf(exchange);
  if (model === unnamed) throw new Inexpressible('no model');
  const recorded = normalized(body, reader.equivalences);
  const request = reader.read(recorded, model);
  const encode = (asked: Request): Json => encodedAgain(exchange, reader, asked);
  for (const effort of efforts) {
    const asked = effort === undefined ? request : { ...request, reasoningEffort: effort };
    if (isDeepStrictEqual(encode(asked), recorded)) return { outcome: 'equal' };
  }
  const encoded = encode(request);
  if (isDeepStrictEqual(sure(encoded, reader), sure(recorded, reader)))
    throw new Inexpressible(unlike(reader.unsure, recorded, encoded));
  return { outcome: 'different', recorded, encoded };
}

/** What is compared where nothing else differs. */
function sure(body: Json, { unsure }: RequestReader): Json {
  const left = normalized(
    body,
    unsure.map((place) => aside(place, 'not compared')),
  );
  return Object.fromEntries(Object.entries(left).filter(([, value]) => !isDeepStrictEqual(value, {})));
}

/** Which of the fields it is that differ. */
const unlike = (places: readonly string[], recorded: Json, encoded: Json): string =>
  places.filter((place) => !isDeepStrictEqual(valuesAt(recorded, place), valuesAt(encoded, place))).join(', ');

function encodedAgain(exchange: Exchange, reader: RequestReader, request: Request): Json {
  const found = readerFor(exchange);
  if (found === undefined) throw new Error(`Nobody reads ${exchange.endpoint_kind}.`);
  const { body } = dialectOf(found, request.model).encode(request, { stream: isStream(exchange), cachePrompt: false });
  return normalized(JSON.parse(JSON.stringify(body)) as Json, reader.equivalences);
}

/** Most say so in the body, Google and AWS in the address. */
function isStream({ request }: Exchange): boolean {
  const body = request?.body;
  return (isObject(body) && body['stream'] === true) || /stream/i.test(request?.url ?? '');
}
