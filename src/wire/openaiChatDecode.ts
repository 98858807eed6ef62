import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { annotated, Citations, searched } from './citations.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';
import { failedReasons, finishReasons } from './openaiChatFinish.ts';
import { contentParts } from './openaiChatParts.ts';
import { openaiChatUsage } from './openaiChatUsage.ts';
import { type ReasoningDetail, ReasoningDetails, reasoningDetails, wordsOf } from './reasoningDetails.ts';
import { type ToolCallPiece, ToolCalls } from './toolCalls.ts';

/**
 * What is read of a chunk. Nearly every chunk is one piece of text, so it is looked for where it is, which takes a
 * fraction of the time; what comes rarely is read field by field, see below. A field of an unexpected type counts as
 * missing, so that no host's invention spoils an answer.
 */
interface Chunk {
  readonly id?: unknown;
  readonly choices?: readonly unknown[] | null;
  readonly usage?: unknown;
  readonly x_groq?: unknown;
  readonly citations?: unknown;
  readonly search_results?: unknown;
}

interface Choice {
  readonly index?: unknown;
  readonly delta?: unknown;
  readonly message?: unknown;
  readonly finish_reason?: unknown;
  readonly native_finish_reason?: unknown;
  readonly error?: unknown;
  readonly usage?: unknown;
}

interface Delta {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_details?: unknown;
  readonly annotations?: unknown;
  readonly refusal?: unknown;
  readonly tool_calls?: unknown;
  readonly function_call?: unknown;
}

const named = read.object({ name: read.text, arguments: read.anything, input: read.anything });

const toolCall = read.object({ index: read.anything, id: read.text, function: named, custom: named });

/** Groq: https://console.groq.com/docs/api-reference */
const groqExtra = read.object({ usage: read.anything, error: read.anything });

/** Reads one answer of a chat completions API: https://platform.openai.com/docs/api-reference/chat-streaming */
export class OpenaiChatDecoder implements Decoder {
  readonly #calls = new ToolCalls();
  readonly #citations = new Citations();
  readonly #details = new ReasoningDetails();
  /** What was searched, by its host's two names; repeated in every chunk, so that the last say counts. */
  #results: unknown;
  #addresses: unknown;
  #id = 'call';
  #begun = false;
  #isWhole = false;
  #refused = false;
  #finish: string | undefined;
  #failure: Failure | undefined;
  #usage: unknown;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (data === '[DONE]') return this.#close();
    if (name === 'error') throw failureFromErrorEvent(data);
    const json = frameJson(data, { isOver: this.#finish !== undefined });
    if (json === undefined || json === null) return [];
    if (!isErrorPayload(json)) return this.#chunk(chunkFrom(json));
    // OpenRouter reports the usage together with the error.
    if (isChunk(json)) this.#note(json);
    throw failureFromPayload(json, 'interrupted');
  }

  body(json: unknown): readonly StreamEvent[] {
    if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-request');
    const answer = chunkFrom(json);
    this.#note(answer);
    const first = firstChoice(answer);
    const message = first?.message ?? first?.delta;
    // What was filtered may have an end and no message.
    if (first === undefined || !(isRecord(message) || isText(first.finish_reason)))
      throw failureFromPayload(json, 'bad-response');
    this.#isWhole = true;
    this.#begin(first);
    return isRecord(message) ? this.#message(message) : [];
  }

  end(): readonly StreamEvent[] {
    const isOver = this.#isWhole || this.#finish !== undefined || this.#failure !== undefined;
    if (!isOver) throw new Failure({ kind: 'interrupted' });
    return this.#close();
  }

  usage(): Usage | undefined {
    return openaiChatUsage(this.#usage);
  }

  #chunk(found: Chunk): readonly StreamEvent[] {
    this.#note(found);
    const first = firstChoice(found);
    if (first === undefined) return [];
    const { delta: piece, message } = first;
    // A message in a stream repeats what the deltas said, unless there were none.
    const begun = this.#begun;
    this.#begin(first);
    if (isRecord(piece)) return this.#delta(piece);
    return begun || !isRecord(message) ? [] : this.#message(message);
  }

  /** An empty reason in the middle of a stream is none. */
  #begin({ finish_reason: reason, native_finish_reason: native, error, usage }: Choice): void {
    this.#begun = true;
    // Moonshot counts in the choice: https://platform.moonshot.ai/docs/api/chat
    if (isRecord(usage)) this.#usage ??= usage;
    if (isText(reason)) this.#finish = reason;
    if (error) this.#failure = failureFromPayload({ error }, 'interrupted');
    else if (isText(reason) && failedReasons.has(reason))
      this.#failure ??= new Failure({ kind: 'overloaded', detail: isText(native) ? `${reason}: ${native}` : reason });
  }

  #note({ id, usage, x_groq: extra, citations, search_results: results }: Chunk): void {
    if (isText(id)) this.#id = `call_${id}`;
    if (citations) this.#addresses = citations;
    if (results) this.#results = results;
    if (isRecord(usage) && (this.#usage === undefined || 'prompt_tokens' in usage)) this.#usage = usage;
    if (!extra) return;
    const groq = groqExtra(extra);
    if (isRecord(groq?.usage)) this.#usage ??= groq.usage;
    if (groq?.error) this.#failure = failureFromPayload({ error: groq.error }, 'interrupted');
  }

  #delta(piece: Delta): readonly StreamEvent[] {
    if (piece.tool_calls) {
      // Older versions of Hugging Face's server send one call without the list around it.
      const calls = isRecord(piece.tool_calls) ? [piece.tool_calls] : piece.tool_calls;
      for (const call of read.items(toolCall, calls)) this.#calls.add(pieceOf(call, call.index));
    }
    const details = piece.reasoning_details ? reasoningDetails(piece.reasoning_details) : [];
    this.#details.addPieces(details);
    return this.#spoken(piece, details);
  }

  /** Whole calls in a list of their own: their place in it tells them apart, whatever index they claim. */
  #message(message: Delta): readonly StreamEvent[] {
    const calls = read.items(toolCall, message.tool_calls);
    for (const [place, call] of calls.entries()) this.#calls.add(pieceOf(call, place));
    const details = reasoningDetails(message.reasoning_details);
    this.#details.addWhole(details);
    return this.#spoken(message, details);
  }

  #spoken(piece: Delta, details: readonly ReasoningDetail[]): readonly StreamEvent[] {
    const { content, refusal } = piece;
    const events: StreamEvent[] = [];
    const reasoning = piece.reasoning_content || piece.reasoning;
    if (isText(reasoning)) events.push({ type: 'reasoning', delta: reasoning });
    else for (const delta of details.map(wordsOf)) if (delta !== '') events.push({ type: 'reasoning', delta });
    if (isText(content)) events.push({ type: 'text', delta: content });
    else if (content) events.push(...contentParts(content, this.#citations));
    if (piece.annotations) events.push(...this.#citations.tell(annotated(piece.annotations)));
    if (piece.function_call) this.#calls.add({ ...named(piece.function_call), index: 0 });
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
    const calls = this.#calls.finish(this.#id);
    const reason = this.#refused ? 'filtered' : (finishReasons.get(raw?.toLowerCase() ?? '') ?? 'stop');
    const finish: FinishEvent = {
      type: 'finish',
      // A call that was asked for by name ends with "stop" at OpenAI.
      reason: reason === 'stop' && calls.length > 0 ? 'tool-calls' : reason,
      ...(raw === undefined ? {} : { raw }),
    };
    const replay = this.#details.replay();
    return [
      ...this.#citations.tell(searched(this.#results, this.#addresses)),
      ...(replay === undefined ? [] : [{ type: 'reasoning', delta: '', replay } as const]),
      ...calls,
      finish,
    ];
  }
}

function chunkFrom(json: unknown): Chunk {
  if (!isChunk(json)) throw failureFromPayload(json, 'bad-response');
  return json;
}

function isChunk(json: unknown): json is Chunk {
  if (!isRecord(json)) return false;
  const { choices } = json;
  return choices === undefined || choices === null || Array.isArray(choices);
}

/** Only one answer is asked for; a host that gives more gives them in turns. */
function firstChoice({ choices }: Chunk): Choice | undefined {
  const isFirst = (choice: unknown): choice is Choice =>
    isRecord(choice) && (typeof choice['index'] !== 'number' || choice['index'] === 0);
  return choices?.find(isFirst);
}

const pieceOf = ({ id, function: called, custom }: read.Found<typeof toolCall>, index: unknown): ToolCallPiece => ({
  index,
  id,
  name: called?.name ?? custom?.name,
  arguments: called?.arguments ?? custom?.input,
});
