import type { EncodeOptions } from '../llm/provider.ts';
import type { AssistantMessage, Message, ReasoningPart, Request, ToolMessage } from '../model/message.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';

/** Where hosts of the Messages API differ. */
export interface AnthropicQuirks {
  /** `max_tokens`, which the API requires, for a request that sets no limit; 32,000 by default, which every current model can write. */
  readonly defaultMaxTokens?: number;
}

type Block = Readonly<Record<string, unknown>>;

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/** The request's body. Nothing unset is sent, but `max_tokens`, which is required. */
export function encodeAnthropic(
  request: Request,
  { defaultMaxTokens = 32_000 }: AnthropicQuirks,
  { stream }: EncodeOptions,
): Block {
  const { model, system, messages, tools, toolChoice, maxOutputTokens } = request;
  return {
    model,
    max_tokens: maxOutputTokens ?? defaultMaxTokens,
    ...(system === undefined ? {} : { system }),
    messages: turnsOf(messages),
    ...(stream ? { stream: true } : {}),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(encodeTool) }),
    ...(toolChoice === undefined ? {} : { tool_choice: encodeToolChoice(toolChoice) }),
  };
}

/** Roles take turns, and the results of all calls of a turn belong into the one user turn after it. */
function turnsOf(messages: readonly Message[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const blocks = blocksOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) turns.push({ role, content: [...blocks] });
  }
  return turns;
}

function blocksOf(message: Message): readonly Block[] {
  switch (message.role) {
    case 'user':
      return textBlock(message.text);
    case 'assistant':
      return assistantBlocks(message);
    case 'tool':
      return [resultBlock(message)];
  }
}

/** Empty text blocks are refused by the API. */
const textBlock = (text: string): readonly Block[] => (text.trim() === '' ? [] : [{ type: 'text', text }]);

function assistantBlocks({ parts }: AssistantMessage): readonly Block[] {
  return parts.flatMap((part): readonly Block[] => {
    switch (part.type) {
      case 'text':
        return textBlock(part.text);
      case 'reasoning':
        return thinkingBlock(part);
      case 'tool-call':
        return [{ type: 'tool_use', id: part.id, name: part.name, input: inputOf(part.arguments) }];
    }
  });
}

/** Thinking is taken back only with the signature it came with. */
function thinkingBlock({ text, replay }: ReasoningPart): readonly Block[] {
  if (typeof replay !== 'object' || replay === null) return [];
  if ('signature' in replay) return [{ type: 'thinking', thinking: text, signature: replay.signature }];
  return 'redacted' in replay ? [{ type: 'redacted_thinking', data: replay.redacted }] : [];
}

/** The API takes an object only; what the model wrote is kept, so that it sees its own mistake. */
function inputOf(json: string): unknown {
  try {
    const input: unknown = JSON.parse(json);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Not JSON: sent as it is, below.
  }
  return { invalid: json };
}

const resultBlock = ({ toolCallId, text, failed }: ToolMessage): Block => ({
  type: 'tool_result',
  tool_use_id: toolCallId,
  content: text,
  ...(failed === true ? { is_error: true } : {}),
});

const encodeTool = ({ name, description, parameters }: Tool): Block => ({
  name,
  ...(description === undefined ? {} : { description }),
  input_schema: parameters,
});

function encodeToolChoice(choice: ToolChoice): Block {
  if (typeof choice !== 'string') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}
