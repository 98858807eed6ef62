import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { type AnthropicCounts, anthropicCounts, anthropicUsage } from './anthropicUsage.ts';
import { maxCalls, tooManyCalls, unnamedCall } from './callFaults.ts';
import { Citations, cited } from './citations.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

const block = read.object(
  {
    type: read.text,
    text: read.text,
    thinking: read.text,
    signature: read.text,
    data: read.text,
    id: read.text,
    name: read.text,
    input: read.anything,
    citations: read.anything,
  },
  'type',
);
type Block = read.Found<typeof block>;

const stopFields = {
  stop_reason: read.text,
  stop_details: read.object({ explanation: read.text }),
};
const stop = read.object(stopFields);

const event = read.object({
  index: read.number,
  message: read.object({ ...stopFields, usage: anthropicCounts }),
  content_block: block,
  delta: stop,
  usage: anthropicCounts,
});
type Event = read.Found<typeof event>;

const message = read.object({ ...stopFields, content: read.list(block), usage: anthropicCounts }, 'content');

/** Nearly every event is one of these, so they are looked into where they are, which takes a fraction of the time. */
interface DeltaEvent {
  readonly index?: unknown;
  readonly delta?: {
    readonly text?: unknown;
    readonly thinking?: unknown;
    readonly signature?: unknown;
    readonly partial_json?: unknown;
    readonly citation?: unknown;
  } | null;
}

/** https://docs.claude.com/en/api/handling-stop-reasons */
const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  // A long turn was paused; asking to continue is what resumes it.
  ['pause_turn', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'filtered'],
]);

interface OpenCall {
  readonly id: string;
  readonly name: string;
  /** Sent whole with the block by some look-alikes, which then send no pieces. */
  readonly whole: unknown;
  pieces: string;
}

/** Reads one answer of the Messages API: https://docs.claude.com/en/docs/build-with-claude/streaming */
export class AnthropicDecoder implements Decoder {
  readonly #calls = new Map<number, OpenCall>();
  readonly #citations = new Citations();
  #counts: AnthropicCounts = {};
  #isWhole = false;
  #stopReason: string | undefined;
  #explanation = '';

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (name === 'error') throw failureFromErrorEvent(data);
    const json = frameJson(data, { isOver: this.#stopReason !== undefined });
    if (json === undefined) return [];
    if (isErrorPayload(json)) throw failureFromPayload(json, 'interrupted');
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    const { type = name } = json;
    return type === 'content_block_delta' ? this.#delta(json) : this.#event(type, event(json) ?? {});
  }

  body(json: unknown): readonly StreamEvent[] {
    if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-request');
    const found = message(json);
    if (found === undefined) throw failureFromPayload(json, 'bad-response');
    this.#count(found.usage);
    this.#stopped(found);
    this.#isWhole = true;
    return found.content.flatMap((whole, place) => this.#whole(whole, place));
  }

  end(): readonly StreamEvent[] {
    if (!this.#isWhole) throw new Failure({ kind: 'interrupted' });
    return this.#close();
  }

  usage(): Usage | undefined {
    return anthropicUsage(this.#counts);
  }

  /** Kinds of events and blocks that are not known are passed over, as the API's versioning asks for. */
  #event(type: unknown, found: Event): readonly StreamEvent[] {
    switch (type) {
      case 'message_start':
        this.#count(found.message?.usage);
        if (found.message) this.#stopped(found.message);
        return [];
      case 'content_block_start':
        return this.#open(found);
      case 'content_block_stop':
        return this.#shut(found.index ?? 0);
      case 'message_delta':
        this.#count(found.usage);
        if (found.delta) this.#stopped(found.delta);
        return [];
      case 'message_stop':
        return this.#close();
      default:
        return [];
    }
  }

  #open({ index, content_block: started }: Event): readonly StreamEvent[] {
    if (!started) return [];
    if (started.type !== 'tool_use') return this.#whole(started, index ?? 0);
    if (this.#calls.size >= maxCalls) throw tooManyCalls();
    // Some look-alikes neither count their blocks nor end them.
    const before = this.#shut(index ?? 0);
    this.#calls.set(index ?? 0, { id: started.id ?? '', name: started.name ?? '', whole: started.input, pieces: '' });
    return before;
  }

  #delta({ index, delta }: DeltaEvent): readonly StreamEvent[] {
    if (!delta) return [];
    if (isText(delta.text)) return [{ type: 'text', delta: delta.text }];
    if (isText(delta.thinking)) return [{ type: 'reasoning', delta: delta.thinking }];
    if (isText(delta.signature)) return [signed(delta.signature)];
    if (delta.citation) return this.#citations.tell(cited([delta.citation]));
    const call = this.#calls.get(typeof index === 'number' ? index : 0);
    if (call !== undefined && isText(delta.partial_json)) call.pieces += delta.partial_json;
    return [];
  }

  /** A block that came in one piece, and what it is based on. */
  #whole(whole: Block, place: number): readonly StreamEvent[] {
    return [...wholeBlock(whole, place), ...this.#citations.tell(cited(whole.citations))];
  }

  #shut(index: number): readonly StreamEvent[] {
    const call = this.#calls.get(index);
    if (call === undefined) return [];
    this.#calls.delete(index);
    return [toolCall(call, index)];
  }

  /** `message_delta` repeats and corrects what `message_start` said; what it leaves out still holds. */
  #count(counts: AnthropicCounts | undefined): void {
    this.#counts = { ...this.#counts, ...counts };
  }

  #stopped({ stop_reason: reason, stop_details: details }: read.Found<typeof stop>): void {
    if (reason) this.#stopReason = reason;
    if (details?.explanation) this.#explanation = details.explanation;
  }

  #close(): readonly StreamEvent[] {
    const raw = this.#stopReason;
    const reason = finishReasons.get(raw ?? '') ?? 'stop';
    const calls = [...this.#calls].map(([index, call]) => toolCall(call, index));
    return [
      ...calls,
      ...(this.#explanation === '' ? [] : [{ type: 'refusal', delta: this.#explanation } as const]),
      { type: 'finish', reason, ...(raw === undefined ? {} : { raw }) },
    ];
  }
}

const signed = (signature: string): StreamEvent => ({ type: 'reasoning', delta: '', replay: { signature } });

/** Calls of the provider's own tools (`server_tool_use`) are none of the user's. */
function wholeBlock(whole: Block, position: number): readonly StreamEvent[] {
  switch (whole.type) {
    case 'text':
      return whole.text ? [{ type: 'text', delta: whole.text }] : [];
    case 'thinking':
      return [
        ...(whole.thinking ? [{ type: 'reasoning', delta: whole.thinking } as const] : []),
        ...(whole.signature ? [signed(whole.signature)] : []),
      ];
    case 'redacted_thinking':
      return whole.data ? [{ type: 'reasoning', delta: '', replay: { redacted: whole.data } }] : [];
    case 'tool_use':
      return [toolCall({ id: whole.id ?? '', name: whole.name ?? '', whole: whole.input, pieces: '' }, position)];
    default:
      return [];
  }
}

function toolCall({ id, name, whole, pieces }: OpenCall, position: number): StreamEvent {
  if (name === '') throw unnamedCall();
  return { type: 'tool-call', id: id || `call_${position}`, name, arguments: pieces || JSON.stringify(whole ?? {}) };
}
