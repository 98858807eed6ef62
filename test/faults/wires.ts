import { anthropicScript } from '../servers/anthropicScript.ts';
import { bedrockEvent } from '../servers/bedrockScript.ts';
import { geminiEvent } from '../servers/geminiScript.ts';
import { openaiEvent, openaiScript } from '../servers/openaiScript.ts';
import { responsesEvent } from '../servers/responsesScript.ts';

/** A dialect as the faults need it: who speaks it, and the bytes of an answer in its parts. */
export interface Wire {
  /** What the setting `parley.connections` would hold. */
  readonly provider: string;
  readonly api?: string;
  readonly path: string;
  readonly model: string;
  readonly open: Uint8Array;
  text(words: string): Uint8Array;
  /** The end, as a provider sends it. */
  readonly close: Uint8Array;
}

const bytes = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

const chat = openaiScript();
const messages = anthropicScript();
const responded = { id: 'resp_1', model: 'script-model', output: [] };
const candidate = (fields: object) => geminiEvent({ candidates: [{ index: 0, ...fields }] });

export const wires = {
  chat: {
    provider: 'openai-compatible',
    path: '/v1',
    model: 'script-model',
    open: bytes(chat.open()),
    text: (words) => bytes(chat.text(words)),
    close: bytes(chat.finish('stop'), chat.done()),
  },
  anthropic: {
    provider: 'anthropic',
    path: '',
    model: 'claude-haiku-4-5',
    open: bytes(messages.open(), messages.startText(0)),
    text: (words) => bytes(messages.text(0, words)),
    close: bytes(messages.stop(0), messages.finish('end_turn', 3), messages.done()),
  },
  responses: {
    provider: 'openai',
    api: 'responses',
    path: '/v1',
    model: 'gpt-5',
    open: bytes(responsesEvent({ type: 'response.created', response: { ...responded, status: 'in_progress' } })),
    text: (delta) =>
      bytes(
        responsesEvent({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, content_index: 0, delta }),
      ),
    close: bytes(responsesEvent({ type: 'response.completed', response: { ...responded, status: 'completed' } })),
  },
  gemini: {
    provider: 'gemini',
    path: '/v1beta',
    model: 'gemini-2.5-flash',
    open: bytes(),
    text: (text) => bytes(candidate({ content: { parts: [{ text }], role: 'model' } })),
    close: bytes(candidate({ finishReason: 'STOP' })),
  },
  bedrock: {
    provider: 'bedrock',
    path: '',
    model: 'amazon.nova-pro-v1:0',
    open: bedrockEvent('messageStart', { role: 'assistant' }),
    text: (text) => bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
    close: bytes(
      bedrockEvent('contentBlockStop', { contentBlockIndex: 0 }),
      bedrockEvent('messageStop', { stopReason: 'end_turn' }),
    ),
  },
} satisfies Record<string, Wire>;

export type WireName = keyof typeof wires;

/** A chunk of a chat completion with just this choice. */
export const chatChoice = (choice: object): string => openaiEvent({ id: 'c', choices: [{ index: 0, ...choice }] });

/** A whole good answer. */
export const answerOf = (wire: Wire, words: string): Uint8Array => bytes(wire.open, wire.text(words), wire.close);
