import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { cohereFinish } from './cohereFinish.ts';
import { cohereUsage } from './cohereUsage.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

/** An event, or a whole answer, which has no event type. */
interface Line {
  readonly event_type?: unknown;
  readonly text?: unknown;
  readonly tool_call_delta?: { readonly text?: unknown } | null;
  readonly tool_calls?: unknown;
  readonly citations?: unknown;
  readonly documents?: unknown;
  readonly finish_reason?: unknown;
  readonly meta?: unknown;
  readonly generation_id?: unknown;
  readonly error?: unknown;
  readonly response?: Line | null;
}

const toolCall = read.object({ name: read.text, parameters: read.anything }, 'name');

const document = read.object({ id: read.text, title: read.text, url: read.text, snippet: read.text }, 'id');

const citation = read.object({ document_ids: read.list(read.text) });

/** Reads one answer of version 1, whose last line holds the whole answer once more: https://docs.cohere.com/reference/chat-stream-v1 */
export class CohereV1Decoder implements Decoder {
  readonly #documents = new Map<string, read.Found<typeof document>>();
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
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    const line: Line = json;
    for (const found of read.items(document, line.documents)) this.#documents.set(found.id, found);
    return isText(line.event_type) ? this.#event(line) : this.#whole(line);
  }

  #event(line: Line): readonly StreamEvent[] {
    switch (line.event_type) {
      case 'text-generation':
        return isText(line.text) ? [{ type: 'text', delta: line.text }] : [];
      // Before calls it says what it plans, in pieces or, where it calls without them, at once.
      case 'tool-calls-chunk':
        return !line.tool_call_delta && isText(line.text) ? [{ type: 'reasoning', delta: line.text }] : [];
      case 'tool-calls-generation':
        return this.#toolCalls(line);
      case 'citation-generation':
        return this.#citations(line);
      case 'stream-end':
        this.#close(line, line.response ?? {});
        return [];
      default:
        return [];
    }
  }

  #whole(answer: Line): readonly StreamEvent[] {
    if (typeof answer.text !== 'string' && !answer.tool_calls) throw failureFromPayload(answer, 'bad-response');
    const calls = this.#toolCalls(answer);
    this.#close(answer, answer);
    if (!isText(answer.text)) return calls;
    const said: StreamEvent = { type: calls.length > 0 ? 'reasoning' : 'text', delta: answer.text };
    return [said, ...calls, ...this.#citations(answer)];
  }

  #toolCalls({ tool_calls: calls, generation_id: id }: Line): readonly StreamEvent[] {
    return read.items(toolCall, calls).map(({ name, parameters }) => ({
      type: 'tool-call',
      id: `call_${isText(id) ? id : ''}_${this.#calls++}`,
      name,
      arguments: JSON.stringify(parameters ?? {}),
    }));
  }

  #citations({ citations }: Line): readonly StreamEvent[] {
    return read
      .items(citation, citations)
      .flatMap(({ document_ids: ids }) => ids ?? [])
      .flatMap((id) => this.#documents.get(id) ?? [])
      .map(({ id, url, title, snippet }) => ({
        type: 'citation',
        citation: { ...(url ? { url } : {}), title: title || id, ...(snippet ? { quote: snippet } : {}) },
      }));
  }

  #close(end: Line, { meta, finish_reason: own }: Line): void {
    this.#usage = cohereUsage(meta);
    const raw = end.finish_reason ?? own;
    const finish = cohereFinish(isText(raw) ? raw : undefined, isText(end.error) ? end.error : undefined);
    this.#finish = this.#calls > 0 ? { ...finish, reason: 'tool-calls' } : finish;
  }
}
