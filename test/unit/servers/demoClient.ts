import assert from 'node:assert/strict';
import { questionText } from '../../../src/chat/prompt.ts';
import type { Attachment } from '../../../src/model/attachment.ts';
import type { Demo } from '../../servers/demo.ts';

/** A message as OpenAI's dialect has it, and for plain text Anthropic's. */
export interface Chat {
  readonly role: string;
  readonly content: string;
}

interface OpenaiChunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string; readonly reasoning_content?: string; readonly refusal?: string };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
    readonly completion_tokens_details: { readonly reasoning_tokens: number };
  };
}

/** What came over one stream, put together. */
export interface Streamed {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly finish: string | undefined;
  readonly usage: OpenaiChunk['usage'];
  readonly deltas: number;
}

/** Messages in the few words tests need. */
export const user = (content: string): Chat => ({ role: 'user', content });
export const assistant = (content: string): Chat => ({ role: 'assistant', content });
export const system = (content: string): Chat => ({ role: 'system', content });

/** Code to ask about, and a question that brings it along. */
export const total = [
  'export function total(items: number[]): number {',
  '  let sum = 0;',
  '  for (const item of items) sum += item;',
  '  return sum;',
  '}',
].join('\n');
export const withCode = (question: string) => user(questionText(question, [attachment]));

const attachment: Attachment = {
  id: 'a',
  kind: 'selection',
  path: 'src/total.ts',
  uri: 'file:///src/total.ts',
  languageId: 'typescript',
  lines: { start: 3, end: 7 },
  text: total,
};

/** Asks a demo over HTTP, in both dialects. */
export function demoClient(demo: Demo) {
  function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(demo.url + path, { method: 'POST', body: JSON.stringify(body), headers });
  }

  function complete(messages: readonly Chat[], extra: object = {}): Promise<Response> {
    return post('/v1/chat/completions', { model: 'demo-large', messages, ...extra });
  }

  function streamed(messages: readonly Chat[], extra: object = {}): Promise<Response> {
    return complete(messages, { stream: true, stream_options: { include_usage: true }, ...extra });
  }

  async function answer(messages: readonly Chat[], extra: object = {}): Promise<Streamed> {
    const response = await streamed(messages, extra);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    return readOpenai(await response.text());
  }

  const anthropicHeaders = { 'anthropic-version': '2023-06-01', 'x-api-key': 'sk-test' };

  function anthropic(messages: readonly Chat[], extra: object = {}): Promise<Response> {
    const body = { model: 'demo-large', max_tokens: 5_000, messages, ...extra };
    return post('/anthropic/v1/messages', body, anthropicHeaders);
  }

  return { post, complete, streamed, answer, anthropic };
}

/** Reads a whole stream strictly: what OpenAI would not send is a failure. */
export function readOpenai(stream: string): Streamed {
  const events = stream.split('\n\n');
  assert.equal(events.pop(), '', 'the last event is closed by an empty line');
  assert.equal(events.pop(), 'data: [DONE]');
  const chunks = events.map((event) => JSON.parse(event.replace(/^data: /, '')) as OpenaiChunk);
  const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
  return {
    text: deltas.map((delta) => delta.content ?? '').join(''),
    reasoning: deltas.map((delta) => delta.reasoning_content ?? '').join(''),
    refusal: deltas.map((delta) => delta.refusal ?? '').join(''),
    finish: chunks.flatMap((chunk) => chunk.choices.flatMap((choice) => choice.finish_reason ?? [])).join(),
    usage: chunks.find((chunk) => chunk.usage)?.usage,
    deltas: deltas.length,
  };
}
