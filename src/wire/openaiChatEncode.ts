import type { AssistantMessage, Message, Request } from '../model/message.ts';
import type { EncodeOptions } from '../llm/provider.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';

/** Where hosts differ from OpenAI in what they take. Defaults are what most of them take. */
export interface OpenaiChatQuirks {
  /** How the limit of the answer is called; `max_tokens` by default. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /** `'unasked'` where usage comes without `stream_options`, which is then not sent. */
  readonly usage?: 'asked' | 'unasked';
  /** What forces a call of any tool; `required` by default. */
  readonly requiredToolChoice?: 'required' | 'any';
  /** Tool call ids of other hosts made acceptable. */
  readonly toolCallId?: (id: string) => string;
  /** `'with-tools'` where the model's reasoning must be sent back in a history that holds tool calls. */
  readonly replayReasoning?: 'never' | 'with-tools';
}

/** The request's body. Nothing unset is sent. */
export function encodeOpenaiChat(
  request: Request,
  quirks: OpenaiChatQuirks,
  { stream }: EncodeOptions,
): Readonly<Record<string, unknown>> {
  const { model, system, messages, tools, toolChoice, maxOutputTokens } = request;
  const context = { quirks, reasoning: quirks.replayReasoning === 'with-tools' && messages.some(callsTools) };
  return {
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      ...messages.map((message) => encodeMessage(message, context)),
    ],
    ...(stream ? { stream: true } : {}),
    ...(!stream || quirks.usage === 'unasked' ? {} : { stream_options: { include_usage: true } }),
    ...(maxOutputTokens === undefined ? {} : { [quirks.maxTokensField ?? 'max_tokens']: maxOutputTokens }),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(encodeTool) }),
    ...(toolChoice === undefined ? {} : { tool_choice: encodeToolChoice(toolChoice, quirks) }),
  };
}

interface Context {
  readonly quirks: OpenaiChatQuirks;
  readonly reasoning: boolean;
}

const callsTools = (message: Message): boolean =>
  message.role === 'tool' || (message.role === 'assistant' && message.parts.some(({ type }) => type === 'tool-call'));

function encodeMessage(message: Message, context: Context): Readonly<Record<string, unknown>> {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'assistant':
      return encodeAssistant(message, context);
    case 'tool':
      return { role: 'tool', tool_call_id: idOf(message.toolCallId, context), content: message.text };
  }
}

function encodeAssistant({ parts }: AssistantMessage, context: Context): Readonly<Record<string, unknown>> {
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const reasoning = parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('');
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(context.reasoning && reasoning !== '' ? { reasoning_content: reasoning } : {}),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call) => ({
            id: idOf(call.id, context),
            type: 'function',
            function: { name: call.name, arguments: call.arguments },
          })),
        }),
  };
}

const idOf = (id: string, { quirks }: Context): string => quirks.toolCallId?.(id) ?? id;

const encodeTool = ({ name, description, parameters }: Tool) => ({
  type: 'function',
  function: { name, ...(description === undefined ? {} : { description }), parameters },
});

function encodeToolChoice(choice: ToolChoice, { requiredToolChoice = 'required' }: OpenaiChatQuirks): unknown {
  if (choice === 'required') return requiredToolChoice;
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
