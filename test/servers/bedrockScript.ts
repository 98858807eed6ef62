import { EventStreamCodec } from '@smithy/eventstream-codec';
import { argumentsOf, type Said, type ScriptedAnswer, whole } from './said.ts';

const text = new TextEncoder();

/** AWS's own codec, so that what our reader is fed does not come out of our own head. */
const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (words) => text.encode(words),
);

/** One event of a binary stream. */
export const bedrockEvent = (name: string, payload: object): Uint8Array =>
  message({ ':event-type': name, ':content-type': 'application/json', ':message-type': 'event' }, payload);

/** A failure in the middle of a stream. */
export const bedrockException = (name: string, payload: object): Uint8Array =>
  message({ ':exception-type': name, ':content-type': 'application/json', ':message-type': 'exception' }, payload);

function message(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const values = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const);
  return codec.encode({ headers: Object.fromEntries(values), body: text.encode(JSON.stringify(payload)) });
}

/**
 * The events of one streamed answer: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export function bedrockStream({ said, finish, usage }: ScriptedAnswer): readonly Uint8Array[] {
  return [
    bedrockEvent('messageStart', { role: 'assistant' }),
    ...said.flatMap((one, index) => eventsOf(one, index)),
    bedrockEvent('messageStop', { stopReason: finish }),
    bedrockEvent('metadata', { usage, metrics: { latencyMs: 100 } }),
  ];
}

/** Only calls are announced. */
function eventsOf(said: Said, contentBlockIndex: number): readonly Uint8Array[] {
  const delta = (fields: object) => bedrockEvent('contentBlockDelta', { contentBlockIndex, delta: fields });
  const start = (call: object) => bedrockEvent('contentBlockStart', { contentBlockIndex, start: { toolUse: call } });
  return [
    ...(said.type === 'call' ? [start({ toolUseId: said.id, name: said.name })] : []),
    ...said.pieces.map((piece) => delta(pieceOf(said, piece))),
    ...(said.type === 'reasoning' ? [delta({ reasoningContent: { signature: 'c2lnbmVk' } })] : []),
    bedrockEvent('contentBlockStop', { contentBlockIndex }),
  ];
}

function pieceOf({ type }: Said, piece: string): object {
  if (type === 'call') return { toolUse: { input: piece } };
  return type === 'reasoning' ? { reasoningContent: { text: piece } } : { text: piece };
}

/** A whole answer: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function bedrockWhole({ said, finish, usage }: ScriptedAnswer): object {
  return {
    output: { message: { role: 'assistant', content: said.map(blockOf) } },
    stopReason: finish,
    usage,
    metrics: { latencyMs: 100 },
  };
}

function blockOf(said: Said): object {
  if (said.type === 'call') return { toolUse: { toolUseId: said.id, name: said.name, input: argumentsOf(said) } };
  if (said.type === 'text' || said.type === 'refusal') return { text: whole(said) };
  return { reasoningContent: { reasoningText: { text: whole(said), signature: 'c2lnbmVk' } } };
}
