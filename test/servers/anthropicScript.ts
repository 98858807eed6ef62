/** What the first event of one streamed Anthropic message says about it. */
export interface AnthropicHead {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
}

const defaultHead: AnthropicHead = { id: 'msg_script', model: 'script-model', inputTokens: 12 };

/** One server-sent event as Anthropic writes it: the event's name repeats the payload's type. */
export function anthropicEvent(payload: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/**
 * Writes the events of one streamed message; the caller decides their order, so that broken ones can be made too.
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export function anthropicScript(head: AnthropicHead = defaultHead) {
  const delta = (index: number, fields: object) =>
    anthropicEvent({ type: 'content_block_delta', index, delta: fields });
  const start = (index: number, block: object) =>
    anthropicEvent({ type: 'content_block_start', index, content_block: block });
  return {
    open: () => anthropicEvent({ type: 'message_start', message: openMessage(head) }),
    ping: () => anthropicEvent({ type: 'ping' }),
    startText: (index: number) => start(index, { type: 'text', text: '' }),
    startThinking: (index: number) => start(index, { type: 'thinking', thinking: '', signature: '' }),
    startToolUse: (index: number, call: { id: string; name: string }) =>
      start(index, { type: 'tool_use', ...call, input: {} }),
    text: (index: number, text: string) => delta(index, { type: 'text_delta', text }),
    thinking: (index: number, thinking: string) => delta(index, { type: 'thinking_delta', thinking }),
    signature: (index: number, signature: string) => delta(index, { type: 'signature_delta', signature }),
    json: (index: number, json: string) => delta(index, { type: 'input_json_delta', partial_json: json }),
    stop: (index: number) => anthropicEvent({ type: 'content_block_stop', index }),
    finish: (reason: string, outputTokens: number) =>
      anthropicEvent({
        type: 'message_delta',
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { output_tokens: outputTokens },
      }),
    done: () => anthropicEvent({ type: 'message_stop' }),
    error: (type: string, message: string) => anthropicEvent({ type: 'error', error: { type, message } }),
  };
}

/** A whole message, as it comes without `stream`. */
export function anthropicMessage(options: {
  readonly head?: AnthropicHead;
  readonly content: readonly object[];
  readonly stopReason: string;
  readonly outputTokens: number;
}): object {
  const { head = defaultHead, content, stopReason, outputTokens } = options;
  return {
    ...openMessage(head),
    content,
    stop_reason: stopReason,
    usage: { ...inputUsage(head), output_tokens: outputTokens },
  };
}

function openMessage(head: AnthropicHead): object {
  return {
    id: head.id,
    type: 'message',
    role: 'assistant',
    model: head.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...inputUsage(head), output_tokens: 1 },
  };
}

function inputUsage(head: AnthropicHead): object {
  return { input_tokens: head.inputTokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
}
