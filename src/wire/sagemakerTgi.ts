import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder, EncodeOptions } from '../llm/provider.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Message, Request } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import { frameJson } from './frameJson.ts';
import * as read from './read.ts';
import { isText } from './isText.ts';

const [asked, answered] = ['User:', 'Assistant:'];

/** The request's body: https://huggingface.co/docs/text-generation-inference/reference/api_reference */
export function encodeTgi(request: Request, { stream }: EncodeOptions): Readonly<Record<string, unknown>> {
  const { system, messages, maxOutputTokens, temperature } = request;
  const turns = [...(system === undefined ? [] : [system]), ...messages.map(spoken), answered];
  return {
    inputs: turns.join('\n\n'),
    parameters: {
      ...(maxOutputTokens === undefined ? {} : { max_new_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      // It goes on with the user's next question otherwise.
      stop: [`\n\n${asked}`],
      return_full_text: false,
      details: true,
    },
    ...(stream ? { stream: true } : {}),
  };
}

/** A turn as text; of calls and results nothing is known to a model that takes text only. */
function spoken(message: Message): string {
  if (message.role === 'user') return `${asked} ${message.text}`;
  if (message.role === 'tool') return `${message.toolName}: ${message.text}`;
  return `${answered} ${message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')}`;
}

const answer = read.object({
  token: read.object({ text: read.text, special: read.flag }),
  generated_text: read.text,
  details: read.object({ finish_reason: read.text, generated_tokens: read.count, input_length: read.count }),
});
type Answer = read.Found<typeof answer>;

/** Reads one answer of TGI: tokens, of which the last brings what there is to know about all of them. */
export class TgiDecoder implements Decoder {
  #last: Answer | undefined;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (name === 'error') throw failureFromErrorEvent(data);
    if (data === '[DONE]') return [];
    const found = understood(frameJson(data));
    if (isText(found.generated_text) || found.details) this.#last = found;
    const { text, special } = found.token ?? {};
    return isText(text) && special !== true ? [{ type: 'text', delta: text }] : [];
  }

  body(json: unknown): readonly StreamEvent[] {
    const found = understood(Array.isArray(json) ? json[0] : json);
    if (typeof found.generated_text !== 'string') throw failureFromPayload(json, 'bad-response');
    this.#last = found;
    return found.generated_text === '' ? [] : [{ type: 'text', delta: found.generated_text }];
  }

  end(): readonly StreamEvent[] {
    if (this.#last === undefined) throw new Failure({ kind: 'interrupted' });
    const raw = this.#last.details?.finish_reason;
    return [{ type: 'finish', reason: raw === 'length' ? 'length' : 'stop', ...(raw ? { raw } : {}) }];
  }

  /** Without the length of what was read, which older versions keep to themselves, there is nothing to reckon with. */
  usage(): Usage | undefined {
    const { input_length: inputTokens, generated_tokens: outputTokens } = this.#last?.details ?? {};
    return typeof inputTokens === 'number' && typeof outputTokens === 'number'
      ? { inputTokens, outputTokens }
      : undefined;
  }
}

function understood(json: unknown): Answer {
  const found = answer(json);
  if (isErrorPayload(json) || found === undefined) throw failureFromPayload(json, 'interrupted');
  return found;
}
