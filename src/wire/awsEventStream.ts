import type { Cutter, Frame, Framing } from '../llm/framing.ts';
import { sse } from '../llm/sse.ts';
import { isRecord, parseJson } from '../model/json.ts';
import { isText } from './isText.ts';
import { type AwsMessage, AwsMessages } from './awsMessages.ts';

/** Makes frames of what one event holds. */
type Unpack = (payload: Uint8Array, name: string | undefined) => readonly Frame[];

/**
 * AWS's binary event streams, whose events hold JSON. Exceptions become frames named "error", so that what came before
 * them is kept. A truncated last message is the decoder's to judge, which knows whether the answer is complete without it.
 */
export const awsEventStream: Framing = () => eventStream((payload, name) => [{ data: utf8.decode(payload), name }]);

/**
 * The stream of InvokeModel: events of the model's own API, in Base64:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html
 */
export const bedrockInvokeStream: Framing = () =>
  eventStream((payload) => [{ data: unwrapped(payload), name: undefined }]);

/**
 * The stream of a SageMaker endpoint: server-sent events, cut anywhere:
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_PayloadPart.html
 */
export const sagemakerStream: Framing = () => {
  const inner = sse();
  return eventStream(
    (payload) => inner.push(payload),
    () => inner.end(),
  );
};

const utf8 = new TextDecoder();

function eventStream(unpack: Unpack, flush: () => readonly Frame[] = () => []): Cutter {
  const messages = new AwsMessages();
  return {
    push: (bytes) =>
      messages
        .push(bytes)
        .flatMap((message) =>
          isFailure(message) ? [failure(message)] : unpack(message.payload, message.headers[':event-type']),
        ),
    end: () => {
      messages.end();
      return flush();
    },
  };
}

const isFailure = ({ headers }: AwsMessage): boolean =>
  headers[':message-type'] === 'exception' || headers[':message-type'] === 'error';

/** Modeled exceptions say what they are in a header and the rest in JSON, all others say all in headers. */
function failure({ headers, payload }: AwsMessage): Frame {
  const error = {
    code: headers[':exception-type'] ?? headers[':error-code'] ?? 'error',
    message: headers[':error-message'] ?? wordsOf(utf8.decode(payload)),
  };
  return { name: 'error', data: JSON.stringify({ error }) };
}

/** SageMaker and Bedrock tell what the model's own server said under `originalMessage`. */
function wordsOf(text: string): string {
  const found = parseJson(text);
  if (!isRecord(found)) return text;
  const { message, Message, originalMessage } = found;
  const words = [message, Message, originalMessage].filter(isText);
  return words.length === 0 ? text : [...new Set(words)].join(': ');
}

function unwrapped(payload: Uint8Array): string {
  const found = parseJson(utf8.decode(payload));
  const bytes = isRecord(found) ? found['bytes'] : undefined;
  return typeof bytes === 'string' ? fromBase64(bytes) : '';
}

/** What is no Base64 becomes no JSON, which the decoder complains of. */
function fromBase64(text: string): string {
  try {
    return utf8.decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
}
