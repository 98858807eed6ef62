import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { cohereCitations } from './cohereCitations.ts';
import { cohereFinish } from './cohereFinish.ts';
import { cohereUsage } from './cohereUsage.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';
import { ToolCalls } from './toolCalls.ts';

/** Nearly every event is a piece of text, so events are looked into where they are; what comes rarely is read field by field. */
interface Event {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly index?: unknown;
  readonly delta?: {
    readonly message?: Message | null;
    readonly finish_reason?: unknown;
    readonly error?: unknown;
    readonly usage?: unknown;
  } | null;
}

/** Of an event only a part; `content` and the lists are then single items. */
interface Message {
  readonly content?: unknown;
  readonly tool_plan?: unknown;
  readonly tool_calls?: unknown;
  readonly citations?: unknown;
}

interface Answer {
  readonly id?: unknown;
  readonly message: Message;
  readonly finish_reason?: unknown;
  readonly usage?: unknown;
}

const toolCall = read.object({ id: read.text, function: read.object({ name: read.text, arguments: read.anything }) });

const block = read.object({ text: read.text, thinking: read.text });

interface End {
  readonly reason: string | undefined;
  readonly error: string | undefined;
}

/** Reads one answer of Cohere's Chat API, version 2: https://docs.cohere.com/reference/chat-stream */
export class CohereDecoder implements Decoder {
  readonly #calls = new ToolCalls();
  #id = 'call';
  #inPlan = false;
  /** What the end said of itself, once it came. */
  #end: End | undefined;
  #usage: Usage | undefined;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (data === '[DONE]') return [];
    if (name === 'error') throw failureFromErrorEvent(data);
    const json = frameJson(data);
    if (isErrorPayload(json)) throw failureFromPayload(json, 'interrupted');
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    return this.#event(json, name);
  }

  body(json: unknown): readonly StreamEvent[] {
    if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-request');
    if (!isAnswer(json)) throw failureFromPayload(json, 'bad-response');
    const { message, finish_reason: reason, usage } = json;
    this.#note(json.id);
    this.#over(reason, undefined, usage);
    for (const [index, call] of read.items(toolCall, message.tool_calls).entries()) this.#call(index, call);
    return [
      ...this.#plan(message),
      ...this.#planEnd(),
      ...read.items(block, message.content).flatMap(said),
      ...cohereCitations(message.citations),
    ];
  }

  end(): readonly StreamEvent[] {
    if (this.#end === undefined) throw new Failure({ kind: 'interrupted' });
    return this.#close(this.#end);
  }

  usage(): Usage | undefined {
    return this.#usage;
  }

  /** Kinds of events that are not known, for instance `debug`, are passed over. */
  #event({ id, type, index, delta }: Event, name: string | undefined): readonly StreamEvent[] {
    const message = delta?.message ?? {};
    switch (type ?? name) {
      case 'message-start':
        this.#note(id);
        return [];
      case 'content-start':
      case 'content-delta':
        return isRecord(message.content) ? said(message.content) : [];
      case 'tool-plan-delta':
        return this.#plan(message);
      case 'tool-call-start':
      case 'tool-call-delta':
        this.#call(index, toolCall(message.tool_calls));
        return this.#planEnd();
      case 'citation-start':
        return cohereCitations(message.citations);
      case 'message-end':
        return this.#close(this.#over(delta?.finish_reason, delta?.error, delta?.usage));
      default:
        return [];
    }
  }

  #plan({ tool_plan: plan }: Message): readonly StreamEvent[] {
    if (!isText(plan)) return [];
    this.#inPlan = true;
    return [{ type: 'reasoning', delta: plan }];
  }

  /** The plan is marked as one at its end, so that it goes back as one and not as thinking. */
  #planEnd(): readonly StreamEvent[] {
    if (!this.#inPlan) return [];
    this.#inPlan = false;
    return [{ type: 'reasoning', delta: '', replay: { plan: true } }];
  }

  #note(id: unknown): void {
    if (isText(id)) this.#id = `call_${id}`;
  }

  #call(index: unknown, call: read.Found<typeof toolCall> | undefined): void {
    this.#calls.add({ index, id: call?.id, name: call?.function?.name, arguments: call?.function?.arguments });
  }

  #over(reason: unknown, error: unknown, usage: unknown): End {
    this.#usage = cohereUsage(usage);
    this.#end = { reason: isText(reason) ? reason : undefined, error: isText(error) ? error : undefined };
    return this.#end;
  }

  #close({ reason, error }: End): readonly StreamEvent[] {
    const finish = cohereFinish(reason, error);
    return [...this.#planEnd(), ...this.#calls.finish(this.#id), finish];
  }
}

/** The words of a block, or of a piece of one. */
function said(content: { readonly text?: unknown; readonly thinking?: unknown }): readonly StreamEvent[] {
  if (isText(content.text)) return [{ type: 'text', delta: content.text }];
  return isText(content.thinking) ? [{ type: 'reasoning', delta: content.thinking }] : [];
}

const isAnswer = (json: unknown): json is Answer => isRecord(json) && isRecord(json['message']);
