import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishEvent, FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { Citations } from './citations.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';
import { isCall, ResponseCalls } from './openaiResponsesCalls.ts';
import { citationsFrom, messageParts, type OutputItem, outputItem, thoughtsOf } from './openaiResponsesItems.ts';
import { type Level, Said } from './openaiResponsesSaid.ts';
import { openaiResponsesUsage } from './openaiResponsesUsage.ts';

const response = read.object({
  status: read.text,
  output: read.anything,
  usage: read.anything,
  error: read.anything,
  incomplete_details: read.object({ reason: read.text }),
});
type Response = read.Found<typeof response>;

/** What is read of an event. All but the rare ones are pieces of text, so they are looked for where they are. */
interface Event {
  readonly type?: unknown;
  readonly delta?: unknown;
  readonly text?: unknown;
  readonly refusal?: unknown;
  readonly arguments?: unknown;
  readonly input?: unknown;
  readonly item?: unknown;
  readonly item_id?: unknown;
  readonly output_index?: unknown;
  readonly summary_index?: unknown;
  readonly annotation?: unknown;
  readonly response?: unknown;
}

type Spoken = 'text' | 'refusal' | 'reasoning';

/** https://platform.openai.com/docs/api-reference/responses-streaming */
const spoken: ReadonlyMap<unknown, Spoken> = new Map([
  ['response.output_text', 'text'],
  ['response.refusal', 'refusal'],
  ['response.reasoning_summary_text', 'reasoning'],
  ['response.reasoning_text', 'reasoning'],
]);

const deltas: ReadonlyMap<unknown, Spoken> = new Map(
  [...spoken].map(([name, kind]) => [`${String(name)}.delta`, kind]),
);
const wholes: ReadonlyMap<unknown, Spoken> = new Map([...spoken].map(([name, kind]) => [`${String(name)}.done`, kind]));

/** How a response ended that did not fail, by its status; one that has not ended can be asked for later. */
const endings: ReadonlyMap<string, FinishReason> = new Map([
  ['completed', 'stop'],
  ['incomplete', 'length'],
  ['queued', 'length'],
  ['in_progress', 'length'],
  ['cancelled', 'aborted'],
]);

/** Reads one answer of a Responses API: https://platform.openai.com/docs/guides/streaming-responses?api-mode=responses */
export class OpenaiResponsesDecoder implements Decoder {
  readonly #said: Readonly<Record<Spoken, Said>> = { text: new Said(), refusal: new Said(), reasoning: new Said() };
  readonly #calls = new ResponseCalls();
  readonly #citations = new Citations();
  readonly #replayed = new Set<string>();
  #end: readonly StreamEvent[] | undefined;
  #usage: unknown;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (data === '[DONE]') return [];
    if (name === 'error') throw failureFromErrorEvent(data);
    const json = frameJson(data);
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    const { type = name } = json as Event;
    if (typeof type === 'string' && type.startsWith('response.')) return this.#event(type, json);
    if (isErrorPayload(json)) throw failureFromPayload(json, 'interrupted');
    return [];
  }

  body(json: unknown): readonly StreamEvent[] {
    const found = response(json);
    if (found === undefined) throw failureFromPayload(json, 'bad-response');
    this.#note(found);
    if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-request');
    const { status, output } = found;
    if (!Array.isArray(output) && !endings.has(status ?? '')) throw failureFromPayload(json, 'bad-response');
    const events = this.#output(output);
    this.#end = this.#finish(found, status ?? 'completed');
    return events;
  }

  end(): readonly StreamEvent[] {
    if (this.#end === undefined) throw new Failure({ kind: 'interrupted' });
    return this.#end;
  }

  usage(): Usage | undefined {
    return openaiResponsesUsage(this.#usage);
  }

  /** Kinds of events that are not known are passed over, since the API keeps adding some. */
  #event(type: string, event: Event): readonly StreamEvent[] {
    const kind = deltas.get(type);
    if (kind !== undefined) return isText(event.delta) ? this.#say(kind, event.delta) : [];
    const whole = wholes.get(type);
    if (whole !== undefined) return this.#rest(whole, 'part', event.text ?? event.refusal);
    switch (type) {
      case 'response.output_item.added':
        return this.#opened(event);
      case 'response.output_item.done':
        return read.items(outputItem, [event.item]).flatMap((item) => this.#item(item, 'item', keyOf(event)));
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        if (isText(event.delta)) this.#calls.add(keyOf(event), event.delta);
        return [];
      case 'response.function_call_arguments.done':
      case 'response.custom_tool_call_input.done': {
        const complete = event.arguments ?? event.input;
        if (isText(complete)) this.#calls.set(keyOf(event), complete);
        return [];
      }
      case 'response.reasoning_summary_part.added':
        return event.summary_index === 0 || this.#said.reasoning.isEmpty ? [] : [thought({ id: event.item_id })];
      case 'response.output_text.annotation.added':
        return this.#citations.tell(citationsFrom(event.annotation));
      default:
        return this.#progress(type.slice('response.'.length), event);
    }
  }

  /** Events that carry the response itself: how it begins, and how it ends. */
  #progress(status: string, event: Event): readonly StreamEvent[] {
    const data = response(event.response);
    if (data === undefined) return isEnd(status) ? this.#finish({}, status) : [];
    this.#note(data);
    if (!isEnd(status)) return [];
    return [...this.#output(data.output), ...this.#finish(data, status)];
  }

  #opened(event: Event): readonly StreamEvent[] {
    for (const item of read.items(outputItem, [event.item])) if (isCall(item)) this.#calls.open(keyOf(event), item);
    return [];
  }

  #output(items: unknown): readonly StreamEvent[] {
    return read.items(outputItem, items).flatMap((item) => this.#item(item, 'response', undefined));
  }

  #item(item: OutputItem, level: Level, key: unknown): readonly StreamEvent[] {
    if (isCall(item)) return level === 'item' ? this.#calls.close(key, item) : this.#calls.repeat(item);
    if (item.type === 'reasoning') return this.#thoughts(item, level);
    if (item.type && item.type !== 'message') return [];
    return messageParts(item).flatMap(({ type, whole, citations }) => [
      ...this.#rest(type, level, whole),
      ...this.#citations.tell(citations),
    ]);
  }

  /** The parts of a summary are kept apart by the id they share; the last has what belongs to all of them. */
  #thoughts(item: OutputItem, level: Level): readonly StreamEvent[] {
    const { id, encrypted_content: encrypted } = item;
    const parts = thoughtsOf(item);
    const events: StreamEvent[] = [];
    for (const [place, whole] of parts.entries()) {
      const rest = this.#said.reasoning.rest(level, whole);
      if (rest === '') continue;
      if (place > 0 && rest === whole) events.push(thought({ id }));
      events.push({ type: 'reasoning', delta: rest });
    }
    const keys = [id, encrypted].flatMap((one) => one || []);
    if (keys.some((one) => this.#replayed.has(one)) || (parts.length === 0 && !encrypted)) return events;
    for (const one of keys) this.#replayed.add(one);
    return keys.length === 0 ? events : [...events, thought({ id, encrypted_content: encrypted })];
  }

  #say(kind: Spoken, delta: string): readonly StreamEvent[] {
    this.#said[kind].add(delta);
    return [{ type: kind, delta }];
  }

  #rest(kind: Spoken, level: Level, whole: unknown): readonly StreamEvent[] {
    const delta = isText(whole) ? this.#said[kind].rest(level, whole) : '';
    return delta === '' ? [] : [{ type: kind, delta }];
  }

  #note({ usage }: Response): void {
    if (isRecord(usage)) this.#usage = usage;
  }

  #finish(found: Partial<Response>, status: string): readonly StreamEvent[] {
    if (found.error) throw failureFromPayload({ error: found.error }, 'interrupted');
    if (status === 'failed') throw new Failure({ kind: 'interrupted' });
    const calls = this.#calls.finish();
    const finish: FinishEvent = { type: 'finish', reason: this.#reason(found, status), raw: found.status ?? status };
    return [...calls, finish];
  }

  #reason({ incomplete_details: details }: Partial<Response>, status: string): FinishReason {
    if (details?.reason === 'content_filter') return 'filtered';
    const reason = endings.get(status) ?? 'stop';
    if (reason !== 'stop') return reason;
    if (!this.#said.refusal.isEmpty) return 'filtered';
    return this.#calls.isEmpty ? 'stop' : 'tool-calls';
  }
}

const isEnd = (status: string): boolean =>
  status === 'completed' || status === 'incomplete' || status === 'failed' || status === 'cancelled';

/** By which the pieces of an item are told from those of another. */
const keyOf = ({ output_index: index, item_id: id }: Event): unknown => index ?? id;

const thought = (found: { readonly id?: unknown; readonly encrypted_content?: unknown }): StreamEvent => ({
  type: 'reasoning',
  delta: '',
  replay: Object.fromEntries(Object.entries(found).filter(([, value]) => isText(value))),
});
