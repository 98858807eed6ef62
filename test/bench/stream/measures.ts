import type { Api } from './answers.ts';
import type { Reading } from './client.ts';

/** Someone who reads a stream; the first of each API is the floor that the others are measured by. */
export interface Subject {
  readonly file: string;
  readonly label: string;
  readonly api: Api;
}

/** The programs in the folder `subjects`. */
export const subjects: readonly Subject[] = [
  { file: 'floorChat', label: 'chat completions: fetch, eventsource-parser, JSON.parse', api: 'chat' },
  { file: 'nodeHttp', label: 'the same over node:http', api: 'chat' },
  { file: 'parleyChat', label: 'Parley', api: 'chat' },
  { file: 'openai', label: 'openai', api: 'chat' },
  { file: 'floorMessages', label: 'messages: fetch, eventsource-parser, JSON.parse', api: 'messages' },
  { file: 'parleyMessages', label: 'Parley', api: 'messages' },
  { file: 'anthropicRaw', label: '@anthropic-ai/sdk, raw events', api: 'messages' },
  { file: 'anthropicHelper', label: '@anthropic-ai/sdk, .stream() helper', api: 'messages' },
  { file: 'floorGemini', label: 'Gemini: fetch, eventsource-parser, JSON.parse', api: 'gemini' },
  { file: 'parleyGemini', label: 'Parley', api: 'gemini' },
  { file: 'genai', label: '@google/genai', api: 'gemini' },
];

const isFloor = ({ file }: Subject): boolean => file.startsWith('floor');

/** The one in the same API. */
export const floorOf = (of: Subject): Subject => subjects.find((one) => one.api === of.api && isFloor(one)) ?? of;

/** What is measured of each subject. `warm` readings are those of a process that has read before; `cold` of a fresh one. */
export const measures = {
  'warm, 16 KB a write': { pieces: 10_000, bytesPerWrite: 16_384, warmUps: 5 },
  'warm, an event a write': { pieces: 10_000, bytesPerWrite: 0, warmUps: 3 },
  'warm, 100,000 events': { pieces: 100_000, bytesPerWrite: 16_384, warmUps: 1 },
  'cold, 1,000 events': { pieces: 1_000, bytesPerWrite: 16_384, warmUps: 0 },
  'memory, 100,000 events': { pieces: 100_000, bytesPerWrite: 16_384, warmUps: 0 },
} as const;
/** One of them, by its name. */
export type Measure = keyof typeof measures;

/** A reading, and how long it took until the server had the request. */
export interface Taken extends Reading {
  readonly onTheWireMs: number;
}

/** Every reading of everyone. */
export type Results = ReadonlyMap<Subject, Readonly<Record<Measure, Taken[]>>>;
