import { EventStreamCodec } from '@smithy/eventstream-codec';

/** AWS's own, so that our reading is checked against somebody else's writing. */
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
  (text) => new TextEncoder().encode(text),
);

/** One message with these headers, all of them text. */
export function awsFrame(headers: Readonly<Record<string, string>>, payload: string | Uint8Array): Uint8Array {
  const entries = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }] as const);
  return codec.encode({ headers: Object.fromEntries(entries), body: bytesIn(payload) });
}

const bytesIn = (payload: string | Uint8Array): Uint8Array =>
  typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;

/** A message of the ordinary kind. */
export const awsEvent = (name: string, payload: string | Uint8Array): Uint8Array =>
  awsFrame({ ':event-type': name, ':content-type': 'application/json', ':message-type': 'event' }, payload);

/** A message that ends a stream with an exception of the service's model. */
export const awsException = (type: string, payload: object): Uint8Array =>
  awsFrame(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify(payload),
  );

/** A stream of events that hold JSON. */
export const awsStream = (...events: readonly (readonly [name: string, json: object])[]): Uint8Array =>
  Buffer.concat(events.map(([name, json]) => awsEvent(name, JSON.stringify(json))));

/** A stream of InvokeModel: JSON within Base64 within JSON. */
export const invokeStream = (...events: readonly object[]): Uint8Array =>
  awsStream(
    ...events.map((event) => ['chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }] as const),
  );

/** A stream of a SageMaker endpoint: text, cut where its parts end. */
export const payloadStream = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => awsEvent('PayloadPart', part)));
