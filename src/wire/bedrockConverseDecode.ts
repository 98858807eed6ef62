import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import {
  type ConverseBlock,
  converseBlock,
  converseCitation,
  reasoningEvents,
  wholeBlock,
} from './bedrockConverseBlocks.ts';
import { converseUsage } from './bedrockConverseUsage.ts';
import { maxCalls, tooManyCalls } from './callFaults.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

/** All kinds of events in one, since their fields do not clash. */
const event = read.object({
  contentBlockIndex: read.number,
  start: converseBlock,
  delta: read.object({ reasoningContent: read.anything, citation: converseCitation }),
  stopReason: read.text,
  usage: read.anything,
});
type Event = read.Found<typeof event>;

const answer = read.object({
  output: read.object({ message: read.object({ content: read.list(converseBlock) }) }),
  stopReason: read.text,
  usage: read.anything,
});

/** Nearly every event is one of these, so they are looked into where they are, which takes a fraction of the time. */
interface DeltaEvent {
  readonly contentBlockIndex?: unknown;
  readonly delta?: { readonly text?: unknown; readonly toolUse?: { readonly input?: unknown } | null } | null;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_MessageStopEvent.html */
const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['tool_use', 'tool-calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  // What the model wrote could not be read to its end; asking to continue is what mends it.
  ['malformed_model_output', 'length'],
  ['malformed_tool_use', 'length'],
  ['guardrail_intervened', 'filtered'],
  ['content_filtered', 'filtered'],
]);

interface OpenCall {
  readonly block: ConverseBlock;
  pieces: string;
}

/** Reads one answer of Converse or ConverseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html */
export class BedrockConverseDecoder implements Decoder {
  readonly #calls = new Map<number, OpenCall>();
  #stopReason: string | undefined;
  #usage: unknown;
  #isOver = false;
  #called = false;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (name === 'error') throw failureFromErrorEvent(data);
    const json = frameJson(data, { isOver: this.#isOver });
    if (json === undefined) return [];
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    return name === 'contentBlockDelta' ? this.#delta(json) : this.#event(name, event(json) ?? {});
  }

  body(json: unknown): readonly StreamEvent[] {
    const found = answer(json);
    const blocks = found?.output?.message?.content;
    if (found === undefined || blocks === undefined)
      throw failureFromPayload(json, isErrorPayload(json) ? 'bad-request' : 'bad-response');
    this.#isOver = true;
    this.#stopReason = found.stopReason;
    this.#usage = found.usage;
    const events = blocks.flatMap((block, place) => wholeBlock(block, place));
    this.#called = events.some(({ type }) => type === 'tool-call');
    return events;
  }

  end(): readonly StreamEvent[] {
    if (!this.#isOver) throw new Failure({ kind: 'interrupted' });
    return this.#close();
  }

  usage(): Usage | undefined {
    return converseUsage(this.#usage);
  }

  /** Kinds of events that are not known are passed over. The tokens are told after the end of the message. */
  #event(name: string | undefined, found: Event): readonly StreamEvent[] {
    switch (name) {
      case 'contentBlockStart':
        return this.#open(found);
      case 'contentBlockStop':
        return this.#shut(found.contentBlockIndex ?? 0);
      case 'messageStop':
        this.#isOver = true;
        this.#stopReason = found.stopReason;
        return this.#usage === undefined ? [] : this.#close();
      case 'metadata':
        this.#usage = found.usage;
        return this.#isOver ? this.#close() : [];
      default:
        return [];
    }
  }

  #open({ contentBlockIndex: index, start }: Event): readonly StreamEvent[] {
    if (!start?.toolUse) return [];
    if (this.#calls.size >= maxCalls) throw tooManyCalls();
    this.#calls.set(index ?? 0, { block: start, pieces: '' });
    return [];
  }

  #delta(json: DeltaEvent): readonly StreamEvent[] {
    const { delta, contentBlockIndex: index } = json;
    if (isText(delta?.text)) return [{ type: 'text', delta: delta.text }];
    if (delta?.toolUse) {
      const call = this.#calls.get(typeof index === 'number' ? index : 0);
      if (call !== undefined && isText(delta.toolUse.input)) call.pieces += delta.toolUse.input;
      return [];
    }
    const { reasoningContent, citation } = event(json)?.delta ?? {};
    if (citation) return wholeBlock({ citationsContent: { citations: [citation] } });
    return reasoningEvents(reasoningContent);
  }

  #shut(index: number): readonly StreamEvent[] {
    const call = this.#calls.get(index);
    if (call === undefined) return [];
    this.#calls.delete(index);
    const events = wholeBlock(call.block, index, call.pieces);
    if (events.length > 0) this.#called = true;
    return events;
  }

  #close(): readonly StreamEvent[] {
    const calls = [...this.#calls.keys()].flatMap((index) => this.#shut(index));
    const raw = this.#stopReason;
    const reason = finishReasons.get(raw ?? '') ?? (this.#called ? 'tool-calls' : 'stop');
    return [...calls, { type: 'finish', reason, ...(raw === undefined ? {} : { raw }) }];
  }
}
