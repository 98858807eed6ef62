/** What every chunk of one streamed OpenAI chat completion repeats. */
export interface OpenaiHead {
  readonly id: string;
  readonly model: string;
  /** Seconds since 1970. */
  readonly created: number;
}

export interface OpenaiUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
}

export interface OpenaiToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

const defaultHead: OpenaiHead = { id: 'chatcmpl-script', model: 'script-model', created: 1_750_000_000 };

/** One server-sent event as OpenAI writes it: `data:` only, no event name. */
export function openaiEvent(payload: unknown): string {
  return `data: ${JSON.stringify(payload)}\n\n`;
}

/**
 * Writes the events of one streamed chat completion; the caller decides their order, so that broken ones can be made too.
 * https://platform.openai.com/docs/api-reference/chat-streaming
 */
export function openaiScript(head: OpenaiHead = defaultHead) {
  const chunk = (delta: object, finishReason: string | null = null) =>
    openaiEvent({
      ...envelope(head, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    });
  return {
    open: () => chunk({ role: 'assistant', content: '' }),
    text: (content: string) => chunk({ content }),
    reasoning: (content: string) => chunk({ reasoning_content: content }),
    refusal: (refusal: string) => chunk({ refusal }),
    toolCall: (call: OpenaiToolCallDelta) => chunk({ tool_calls: [toolCallDelta(call)] }),
    finish: (reason: string) => chunk({}, reason),
    usage: (usage: OpenaiUsage) => openaiEvent({ ...envelope(head, 'chat.completion.chunk'), choices: [], usage }),
    done: () => 'data: [DONE]\n\n',
  };
}

/** A whole chat completion, as it comes without `stream`. */
export function openaiCompletion(options: {
  readonly head?: OpenaiHead;
  readonly message: object;
  readonly finishReason: string;
  readonly usage: OpenaiUsage;
}): object {
  return {
    ...envelope(options.head ?? defaultHead, 'chat.completion'),
    choices: [{ index: 0, message: { role: 'assistant', ...options.message }, finish_reason: options.finishReason }],
    usage: options.usage,
  };
}

function envelope(head: OpenaiHead, object: string): object {
  return { id: head.id, object, created: head.created, model: head.model };
}

function toolCallDelta({ index, id, name, arguments: text }: OpenaiToolCallDelta): object {
  return {
    index,
    ...(id === undefined ? {} : { id, type: 'function' }),
    function: { ...(name === undefined ? {} : { name }), ...(text === undefined ? {} : { arguments: text }) },
  };
}
