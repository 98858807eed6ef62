import { anthropicMessage, anthropicScript, type AnthropicHead } from './anthropicScript.ts';
import { anthropicConversation, openaiConversation, type Conversation } from './demoConversation.ts';
import { demoModels, type Answer, type Failure } from './demoReply.ts';
import { openaiCompletion, openaiScript, type OpenaiHead, type OpenaiUsage } from './openaiScript.ts';

/** One event of a stream; `token` marks those that take a model time. */
export interface Frame {
  readonly bytes: string | Uint8Array;
  readonly token: boolean;
  /** The last piece of text before the connection is to be lost. */
  readonly drop?: true;
}

/** How the demo's answers look in one dialect. */
export interface DemoWire {
  readonly models: object;
  /** Of a stream. */
  readonly contentType: string;
  /** Throws zod's error when the body is none of the dialect's. */
  read(body: unknown, path: string): Conversation;
  stream(answer: Answer, conversation: Conversation): readonly Frame[];
  whole(answer: Answer, conversation: Conversation): object;
  failure(failure: Failure, requestId: string): object;
}

const created = 1_750_000_000;

const plain = (bytes: string): Frame => ({ bytes, token: false });
const token = (bytes: string): Frame => ({ bytes, token: true });

function textFrames(answer: Answer, write: (piece: string) => string): Frame[] {
  return answer.text.map((piece, index) => ({
    ...token(write(piece)),
    ...(index + 1 === answer.dropAfter ? { drop: true as const } : {}),
  }));
}

/** https://platform.openai.com/docs/api-reference/chat, with `reasoning_content` as DeepSeek and many hosts have it. */
export const openaiWire: DemoWire = {
  models: {
    object: 'list',
    data: Object.entries(demoModels).map(([id, { label, contextWindow }]) => ({
      id,
      object: 'model',
      created,
      owned_by: 'parley-demo',
      name: label,
      context_length: contextWindow,
    })),
  },
  contentType: 'text/event-stream; charset=utf-8',
  read: openaiConversation,
  stream(answer, conversation) {
    const script = openaiScript(openaiHead(conversation));
    return [
      plain(script.open()),
      ...answer.reasoning.map((piece) => token(script.reasoning(piece))),
      ...textFrames(answer, answer.refused ? script.refusal : script.text),
      plain(script.finish(answer.finish)),
      ...(conversation.includeUsage ? [plain(script.usage(openaiUsage(answer)))] : []),
      plain(script.done()),
    ];
  },
  whole(answer, conversation) {
    const text = answer.text.join('');
    return openaiCompletion({
      head: openaiHead(conversation),
      message: {
        content: answer.refused ? null : text,
        refusal: answer.refused ? text : null,
        ...(answer.reasoning.length === 0 ? {} : { reasoning_content: answer.reasoning.join('') }),
      },
      finishReason: answer.finish,
      usage: openaiUsage(answer),
    });
  },
  failure({ status, message }) {
    return {
      error: { message, ...(openaiErrors[status] ?? { type: 'invalid_request_error', code: null }), param: null },
    };
  },
};

const openaiErrors: Readonly<Record<number, { readonly type: string; readonly code: string | null }>> = {
  400: { type: 'invalid_request_error', code: 'context_length_exceeded' },
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  404: { type: 'invalid_request_error', code: 'model_not_found' },
  503: { type: 'server_error', code: null },
};

function openaiHead({ model }: Conversation): OpenaiHead {
  return { id: `chatcmpl-${crypto.randomUUID()}`, model, created: Math.floor(Date.now() / 1000) };
}

function openaiUsage(answer: Answer): OpenaiUsage {
  const output = outputTokens(answer);
  return {
    prompt_tokens: answer.inputTokens,
    completion_tokens: output,
    total_tokens: answer.inputTokens + output,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: answer.reasoning.length },
  };
}

/** https://docs.anthropic.com/en/api/messages */
export const anthropicWire: DemoWire = {
  models: {
    data: Object.entries(demoModels).map(([id, { label, contextWindow }]) => ({
      type: 'model',
      id,
      display_name: label,
      created_at: '2025-06-15T00:00:00Z',
      max_input_tokens: contextWindow,
    })),
    has_more: false,
    first_id: Object.keys(demoModels)[0],
    last_id: Object.keys(demoModels).at(-1),
  },
  contentType: 'text/event-stream; charset=utf-8',
  read: anthropicConversation,
  stream(answer, conversation) {
    const script = anthropicScript(anthropicHead(answer, conversation));
    const textIndex = answer.reasoning.length === 0 ? 0 : 1;
    const thinking = [
      plain(script.startThinking(0)),
      ...answer.reasoning.map((piece) => token(script.thinking(0, piece))),
      plain(script.signature(0, demoSignature)),
      plain(script.stop(0)),
    ];
    return [
      plain(script.open()),
      ...(answer.reasoning.length === 0 ? [] : thinking),
      plain(script.startText(textIndex)),
      plain(script.ping()),
      ...textFrames(answer, (piece) => script.text(textIndex, piece)),
      plain(script.stop(textIndex)),
      plain(script.finish(anthropicStop(answer), outputTokens(answer))),
      plain(script.done()),
    ];
  },
  whole(answer, conversation) {
    const thinking = { type: 'thinking', thinking: answer.reasoning.join(''), signature: demoSignature };
    return anthropicMessage({
      head: anthropicHead(answer, conversation),
      content: [...(answer.reasoning.length === 0 ? [] : [thinking]), { type: 'text', text: answer.text.join('') }],
      stopReason: anthropicStop(answer),
      outputTokens: outputTokens(answer),
    });
  },
  failure({ status, message }, requestId) {
    const type = anthropicErrors[status] ?? 'invalid_request_error';
    return { type: 'error', error: { type, message }, request_id: requestId };
  },
};

const demoSignature = 'ZGVtby1zaWduYXR1cmU=';

const anthropicErrors: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  404: 'not_found_error',
  503: 'overloaded_error',
};

function anthropicHead({ inputTokens }: Answer, { model }: Conversation): AnthropicHead {
  return { id: `msg_${crypto.randomUUID()}`, model, inputTokens };
}

function anthropicStop({ refused, finish }: Answer): string {
  if (refused) return 'refusal';
  return finish === 'length' ? 'max_tokens' : 'end_turn';
}

function outputTokens({ reasoning, text }: Answer): number {
  return reasoning.length + text.length;
}
