import * as l10n from '@vscode/l10n';
import { Failure } from '../llm/failure.ts';
import { ndjson } from '../llm/ndjson.ts';
import type { Dialect, EncodeOptions } from '../llm/provider.ts';
import type { Message, Request } from '../model/message.ts';
import { cohereModels } from './cohereModels.ts';
import { CohereV1Decoder } from './cohereV1Decode.ts';

/** The older version of Cohere's Chat API, for what is deployed with no other: https://docs.cohere.com/reference/chat-v1 */
export function cohereV1(): Dialect {
  return {
    framing: ndjson,
    framesWholeAnswers: true,
    // Asked for an event stream, it sends one.
    headers: { accept: 'application/stream+json, application/json' },
    encode: (request, options) => ({ path: '/v1/chat', body: encode(request, options) }),
    decoder: () => new CohereV1Decoder(),
    modelsPath: '/v1/models?endpoint=chat&page_size=1000',
    models: cohereModels,
  };
}

/** The request's body. Nothing unset is sent. */
function encode(request: Request, { stream }: EncodeOptions): Readonly<Record<string, unknown>> {
  const { model, system, messages, maxOutputTokens, temperature } = request;
  if (!isPlain(request))
    throw new Failure({
      kind: 'bad-request',
      reason: l10n.t(
        '{0} takes only text over the older version of its API; remove “api” from the connection’s settings',
      ),
    });
  const lines = messages.map(lineOf);
  const message = lines.at(-1)?.message ?? '';
  const history = lines.slice(0, -1);
  return {
    model,
    message,
    ...(history.length === 0 ? {} : { chat_history: history }),
    ...(system === undefined ? {} : { preamble: system }),
    stream,
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  };
}

const isPlain = ({ tools = [], messages }: Request): boolean =>
  tools.length === 0 && messages.every((message) => message.role !== 'user' || (message.files ?? []).length === 0);

function lineOf(message: Message): { readonly role: string; readonly message: string } {
  if (message.role === 'assistant') {
    const text = message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    return { role: 'CHATBOT', message: text };
  }
  return { role: 'USER', message: message.text };
}
