import type { StreamEvent } from '../../../src/model/event.ts';
import { openai } from '../../../src/providers/openai.ts';
import { decode, joined } from '../llm/harness.ts';

export interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

export const stream = (...events: readonly Event[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

export const read = async (text: string): Promise<readonly StreamEvent[]> => joined(await decode(openai, text));

export const created: Event = {
  type: 'response.created',
  response: { id: 'r', status: 'in_progress', output: [], error: null },
};

export const ended = (output: readonly object[] = [], more: object = {}): Event => ({
  type: 'response.completed',
  response: { id: 'r', object: 'response', status: 'completed', output, error: null, ...more },
});

export const text = (delta: string, output_index = 0): Event => ({
  type: 'response.output_text.delta',
  output_index,
  delta,
});

export const done = (item: object, output_index = 0): Event => ({
  type: 'response.output_item.done',
  output_index,
  item,
});

export const message = (words: string, annotations: readonly object[] = []): object => ({
  type: 'message',
  id: 'm',
  role: 'assistant',
  content: [{ type: 'output_text', text: words, annotations }],
});

export const call = (more: object = {}): object => ({
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'f',
  arguments: '{"p":1}',
  ...more,
});

export const said = (delta: string): StreamEvent => ({ type: 'text', delta });
export const called = (id = 'call_1', args = '{"p":1}'): StreamEvent => ({
  type: 'tool-call',
  id,
  name: 'f',
  arguments: args,
});
export const finish = (
  reason: 'stop' | 'tool-calls' | 'length' | 'filtered' | 'aborted',
  raw: string,
): StreamEvent => ({
  type: 'finish',
  reason,
  raw,
});
export const stop = finish('stop', 'completed');
