import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, FinishReason, StreamEvent, ToolCallEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { unnamedCall } from './callFaults.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

/** Nearly every line is a piece of text, so lines are looked into where they are; calls and counts are read field by field. */
interface Line {
  readonly created_at?: unknown;
  readonly message?: { readonly content?: unknown; readonly thinking?: unknown; readonly tool_calls?: unknown } | null;
  readonly done?: unknown;
  readonly done_reason?: unknown;
}

const toolCall = read.object(
  {
    id: read.text,
    function: read.object({ name: read.text, arguments: read.anything }),
  },
  'function',
);
type Call = read.Found<typeof toolCall>;

const counts = read.object({ prompt_eval_count: read.count, eval_count: read.count });

/** Reads one answer of Ollama's chat API; a whole answer is a stream of one line: https://docs.ollama.com/api/chat */
export class OllamaDecoder implements Decoder {
  #calls = 0;
  #finish: FinishEvent | undefined;
  #usage: Usage | undefined;

  frame(data: string): readonly StreamEvent[] {
    const events = this.#read(frameJson(data));
    return this.#finish === undefined ? events : [...events, this.#finish];
  }

  body(json: unknown): readonly StreamEvent[] {
    return this.#read(json);
  }

  end(): readonly StreamEvent[] {
    if (this.#finish === undefined) throw new Failure({ kind: 'interrupted' });
    return [this.#finish];
  }

  usage(): Usage | undefined {
    return this.#usage;
  }

  #read(json: unknown): readonly StreamEvent[] {
    if (isErrorPayload(json)) throw failureFromPayload(json, 'interrupted');
    if (!isLine(json)) throw failureFromPayload(json, 'bad-response');
    const events = this.#message(json);
    if (json.done === true) this.#close(json);
    return events;
  }

  #message({ message, created_at: at }: Line): readonly StreamEvent[] {
    if (!isRecord(message)) return [];
    const { thinking, content, tool_calls: calls } = message;
    const events: StreamEvent[] = [];
    if (isText(thinking)) events.push({ type: 'reasoning', delta: thinking });
    if (isText(content)) events.push({ type: 'text', delta: content });
    if (calls) events.push(...read.items(toolCall, calls).map((call) => this.#call(call, at)));
    return events;
  }

  /** Older versions give calls no ids; one made from the time is not met again in the same chat. */
  #call({ id, function: called }: Call, at: unknown): ToolCallEvent {
    if (!called.name) throw unnamedCall();
    const made = `call_${isText(at) ? at.replace(/\W/g, '') : ''}_${this.#calls}`;
    this.#calls++;
    const { name, arguments: input } = called;
    return { type: 'tool-call', id: id || made, name, arguments: isText(input) ? input : JSON.stringify(input || {}) };
  }

  #close(last: Line): void {
    const raw = isText(last.done_reason) ? last.done_reason : undefined;
    const { prompt_eval_count: input, eval_count: output } = counts(last) ?? {};
    if (typeof input === 'number' || typeof output === 'number')
      this.#usage = { inputTokens: input ?? 0, outputTokens: output ?? 0 };
    this.#finish = { type: 'finish', reason: this.#reason(raw), ...(raw === undefined ? {} : { raw }) };
  }

  /** An answer that ends with calls says "stop", too. */
  #reason(raw: string | undefined): FinishReason {
    if (raw === 'length') return 'length';
    return this.#calls > 0 ? 'tool-calls' : 'stop';
  }
}

function isLine(json: unknown): json is Line {
  return isRecord(json) && (isRecord(json['message']) || typeof json['done'] === 'boolean');
}
