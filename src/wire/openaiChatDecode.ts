import * as z from 'zod/mini';
import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { openaiChatUsage } from './openaiChatUsage.ts';
import { type ToolCallPiece, ToolCalls } from './toolCalls.ts';
import { lenient } from './lenient.ts';

const leaf = z.optional(z.unknown());

/**
 * Only the shape is checked here: a leaf of an unexpected type is passed over where it is used, so that no host's
 * invention spoils an answer. Checking one by one what a chunk rarely holds would double what a chunk costs.
 */
const delta = z.object({
  content: leaf,
  reasoning_content: leaf,
  reasoning: leaf,
  refusal: leaf,
  tool_calls: leaf,
  function_call: leaf,
});
type Delta = z.infer<typeof delta>;

const chunk = z.object({
  id: leaf,
  choices: z.nullish(
    z.array(z.object({ index: leaf, delta: z.nullish(delta), message: z.nullish(delta), finish_reason: leaf })),
  ),
  usage: leaf,
  x_groq: leaf,
});
type Chunk = z.infer<typeof chunk>;

const text = lenient(z.string());

/** Mistral sends a list of parts: https://docs.mistral.ai/capabilities/reasoning/ */
const parts = z.catch(
  z.array(z.object({ type: text, text, thinking: lenient(z.union([z.string(), z.array(z.object({ text }))])) })),
  [],
);

const named = z.object({ name: text, arguments: leaf, input: leaf });

const toolCalls = z.catch(
  z.array(z.object({ index: leaf, id: text, function: lenient(named), custom: lenient(named) })),
  [],
);
type RawToolCall = z.infer<typeof toolCalls>[number];

/** Groq: https://console.groq.com/docs/api-reference */
const groqExtra = z.catch(z.object({ usage: leaf, error: leaf }), {});

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['max_output_tokens', 'length'],
  ['tool_calls', 'tool-calls'],
  ['tool_call', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'filtered'],
  ['refusal', 'filtered'],
  ['safety', 'filtered'],
  ['sensitive', 'filtered'],
]);

/** Finish reasons that are failures. DeepSeek: "insufficient_system_resource", its servers gave up. */
const failedReasons: ReadonlySet<string> = new Set(['error', 'insufficient_system_resource']);

/** Reads one answer of a chat completions API: https://platform.openai.com/docs/api-reference/chat-streaming */
export class OpenaiChatDecoder implements Decoder {
  readonly #calls = new ToolCalls();
  #id = 'call';
  #begun = false;
  #refused = false;
  #finish: string | undefined;
  #failure: Failure | undefined;
  #usage: unknown;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (data === '[DONE]') return this.#close();
    const json = this.#parse(data);
    if (json === undefined) return [];
    if (name !== 'error' && !isErrorPayload(json)) return this.#chunk(read(json));
    // OpenRouter reports the usage together with the error.
    this.#note(read(json));
    throw failureFromPayload(json, 'interrupted');
  }

  body(json: unknown): readonly StreamEvent[] {
    if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-request');
    const answer = read(json);
    this.#note(answer);
    const first = firstChoice(answer);
    const message = first?.message ?? first?.delta;
    if (!message) throw failureFromPayload(json, 'bad-response');
    this.#begun = true;
    this.#ends(first?.finish_reason);
    return [...this.#message(message), ...this.#close()];
  }

  end(): readonly StreamEvent[] {
    if (this.#finish === undefined && this.#failure === undefined) throw new Failure({ kind: 'interrupted' });
    return this.#close();
  }

  usage(): Usage | undefined {
    return openaiChatUsage(this.#usage);
  }

  /** Undefined for nonsense after the answer is complete, which does no harm any more. */
  #parse(data: string): unknown {
    try {
      return JSON.parse(data);
    } catch {
      if (this.#finish !== undefined) return undefined;
      throw new Failure({
        kind: 'bad-response',
        reason: 'sent something that is not JSON in the middle of its answer',
      });
    }
  }

  #chunk(found: Chunk): readonly StreamEvent[] {
    this.#note(found);
    const first = firstChoice(found);
    if (first === undefined) return [];
    const { delta: piece, message, finish_reason: finish } = first;
    // A message in a stream repeats what the deltas said, unless there were none.
    const events = piece ? this.#delta(piece) : this.#begun || !message ? [] : this.#message(message);
    this.#begun = true;
    this.#ends(finish);
    return events;
  }

  /** An empty reason in the middle of a stream is none. */
  #ends(reason: unknown): void {
    if (typeof reason === 'string' && reason !== '') this.#finish = reason;
  }

  #note({ id, usage, x_groq: extra }: Chunk): void {
    if (typeof id === 'string' && id !== '') this.#id = `call_${id}`;
    if (isObject(usage)) this.#usage = usage;
    if (!extra) return;
    const groq = groqExtra.parse(extra);
    if (isObject(groq.usage)) this.#usage ??= groq.usage;
    if (groq.error) this.#failure = failureFromPayload({ error: groq.error }, 'interrupted');
  }

  #delta(piece: Delta): readonly StreamEvent[] {
    if (piece.tool_calls)
      for (const call of toolCalls.parse(piece.tool_calls)) this.#calls.add(pieceOf(call, call.index));
    if (piece.function_call) this.#calls.add({ ...named.safeParse(piece.function_call).data, index: 0 });
    return this.#spoken(piece);
  }

  /** Whole calls in a list of their own: their place in it tells them apart, whatever index they claim. */
  #message(message: Delta): readonly StreamEvent[] {
    if (message.tool_calls)
      toolCalls.parse(message.tool_calls).forEach((call, place) => this.#calls.add(pieceOf(call, place)));
    if (message.function_call) this.#calls.add({ ...named.safeParse(message.function_call).data, index: 0 });
    return this.#spoken(message);
  }

  #spoken({ content, reasoning_content: thought, reasoning, refusal }: Delta): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    const reasoningText = thought || reasoning;
    if (reasoningText && typeof reasoningText === 'string') events.push({ type: 'reasoning', delta: reasoningText });
    if (typeof content === 'string') {
      if (content !== '') events.push({ type: 'text', delta: content });
    } else if (content) events.push(...parts.parse(content).flatMap(eventsOf));
    if (refusal && typeof refusal === 'string') {
      this.#refused = true;
      events.push({ type: 'refusal', delta: refusal });
    }
    return events;
  }

  #close(): readonly StreamEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#begun) throw new Failure({ kind: 'interrupted' });
    const raw = this.#finish;
    if (raw !== undefined && failedReasons.has(raw)) throw new Failure({ kind: 'overloaded', detail: raw });
    const calls = this.#calls.finish(this.#id);
    const reason = this.#refused ? 'filtered' : (finishReasons.get(raw ?? '') ?? 'stop');
    const finish: FinishEvent = {
      type: 'finish',
      // A call that was asked for by name ends with "stop" at OpenAI.
      reason: reason === 'stop' && calls.length > 0 ? 'tool-calls' : reason,
      ...(raw === undefined ? {} : { raw }),
    };
    return [...calls, finish];
  }
}

function read(json: unknown): Chunk {
  const found = chunk.safeParse(json);
  if (!found.success) throw failureFromPayload(json, 'bad-response');
  return found.data;
}

/** Only one answer is asked for; a host that gives more gives them in turns. */
const firstChoice = ({ choices }: Chunk) => choices?.find(({ index }) => typeof index !== 'number' || index === 0);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const pieceOf = ({ id, function: called, custom }: RawToolCall, index: unknown): ToolCallPiece => ({
  index,
  id,
  name: called?.name ?? custom?.name,
  arguments: called?.arguments ?? custom?.input,
});

function eventsOf({ type, text: words, thinking }: z.infer<typeof parts>[number]): readonly StreamEvent[] {
  if (type === 'thinking') {
    const delta = typeof thinking === 'string' ? thinking : (thinking ?? []).map((piece) => piece.text ?? '').join('');
    return delta === '' ? [] : [{ type: 'reasoning', delta }];
  }
  return words ? [{ type: 'text', delta: words }] : [];
}
