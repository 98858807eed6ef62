import * as z from 'zod/mini';
import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { isObject, isText, lenient, lenientList } from './lenient.ts';
import { openaiChatUsage } from './openaiChatUsage.ts';
import { type ToolCallPiece, ToolCalls } from './toolCalls.ts';

/**
 * What is read of a chunk. Nearly every chunk is one piece of text, so the way to it is checked by hand, which takes a
 * tenth of what a schema takes; what comes rarely goes through the schemas below. A field of an unexpected type
 * counts as missing, so that no host's invention spoils an answer.
 */
interface Chunk {
  readonly id?: unknown;
  readonly choices?: readonly unknown[] | null;
  readonly usage?: unknown;
  readonly x_groq?: unknown;
}

interface Choice {
  readonly index?: unknown;
  readonly delta?: unknown;
  readonly message?: unknown;
  readonly finish_reason?: unknown;
}

interface Delta {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly refusal?: unknown;
  readonly tool_calls?: unknown;
  readonly function_call?: unknown;
}

const leaf = z.optional(z.unknown());

const text = lenient(z.string());

/** Mistral sends a list of parts: https://docs.mistral.ai/capabilities/reasoning/ */
const part = z.object({ type: text, text, thinking: leaf });

const named = z.object({ name: text, arguments: leaf, input: leaf });

const toolCall = z.object({ index: leaf, id: text, function: lenient(named), custom: lenient(named) });

/** Groq: https://console.groq.com/docs/api-reference */
const groqExtra = lenient(z.object({ usage: leaf, error: leaf }));

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
    if (!isObject(message)) throw failureFromPayload(json, 'bad-response');
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
    const begun = this.#begun;
    this.#begun = true;
    this.#ends(finish);
    if (isObject(piece)) return this.#delta(piece);
    return begun || !isObject(message) ? [] : this.#message(message);
  }

  /** An empty reason in the middle of a stream is none. */
  #ends(reason: unknown): void {
    if (isText(reason)) this.#finish = reason;
  }

  #note({ id, usage, x_groq: extra }: Chunk): void {
    if (isText(id)) this.#id = `call_${id}`;
    if (isObject(usage)) this.#usage = usage;
    if (!extra) return;
    const groq = groqExtra.parse(extra);
    if (isObject(groq?.usage)) this.#usage ??= groq.usage;
    if (groq?.error) this.#failure = failureFromPayload({ error: groq.error }, 'interrupted');
  }

  #delta(piece: Delta): readonly StreamEvent[] {
    if (piece.tool_calls) {
      for (const call of lenientList(toolCall, piece.tool_calls)) this.#calls.add(pieceOf(call, call.index));
    }
    return this.#spoken(piece);
  }

  /** Whole calls in a list of their own: their place in it tells them apart, whatever index they claim. */
  #message(message: Delta): readonly StreamEvent[] {
    const calls = lenientList(toolCall, message.tool_calls);
    for (const [place, call] of calls.entries()) this.#calls.add(pieceOf(call, place));
    return this.#spoken(message);
  }

  #spoken(piece: Delta): readonly StreamEvent[] {
    const { content, refusal } = piece;
    const events: StreamEvent[] = [];
    const reasoning = piece.reasoning_content || piece.reasoning;
    if (isText(reasoning)) events.push({ type: 'reasoning', delta: reasoning });
    if (isText(content)) events.push({ type: 'text', delta: content });
    else if (content) events.push(...lenientList(part, content).flatMap(eventsOf));
    if (piece.function_call) this.#calls.add({ ...named.safeParse(piece.function_call).data, index: 0 });
    if (isText(refusal)) {
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
  if (!isChunk(json)) throw failureFromPayload(json, 'bad-response');
  return json;
}

function isChunk(json: unknown): json is Chunk {
  if (!isObject(json)) return false;
  const { choices } = json as { choices?: unknown };
  return choices === undefined || choices === null || Array.isArray(choices);
}

/** Only one answer is asked for; a host that gives more gives them in turns. */
function firstChoice({ choices }: Chunk): Choice | undefined {
  const isFirst = (choice: unknown): choice is Choice =>
    isObject(choice) && (typeof (choice as Choice).index !== 'number' || (choice as Choice).index === 0);
  return choices?.find(isFirst);
}

const pieceOf = ({ id, function: called, custom }: z.infer<typeof toolCall>, index: unknown): ToolCallPiece => ({
  index,
  id,
  name: called?.name ?? custom?.name,
  arguments: called?.arguments ?? custom?.input,
});

function eventsOf({ type, text: words, thinking }: z.infer<typeof part>): readonly StreamEvent[] {
  if (type !== 'thinking') return words ? [{ type: 'text', delta: words }] : [];
  const thoughts = isText(thinking)
    ? thinking
    : lenientList(part, thinking)
        .map((thought) => thought.text ?? '')
        .join('');
  return thoughts === '' ? [] : [{ type: 'reasoning', delta: thoughts }];
}
