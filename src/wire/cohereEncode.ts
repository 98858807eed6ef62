import type { EncodeOptions } from '../llm/provider.ts';
import type {
  AssistantMessage,
  FilePart,
  Message,
  ReasoningEffort,
  ReasoningPart,
  Request,
  UserMessage,
} from '../model/message.ts';
import { dataUrl, fencedFile, isImage, isTextFile, leftOut } from './files.ts';
import { functionTool } from './functionTool.ts';
import { objectText } from './toolInput.ts';

type Json = Readonly<Record<string, unknown>>;

/** The request's body. Nothing unset is sent. */
export function encodeCohere(request: Request, { stream }: EncodeOptions): Json {
  const { model, system, messages, maxOutputTokens, temperature, reasoningEffort, responseFormat } = request;
  return {
    model,
    messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...messages.map(encodeMessage)],
    stream,
    ...toolFields(request),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoningEffort === undefined ? {} : { thinking: thinking[reasoningEffort] }),
    ...(responseFormat === undefined
      ? {}
      : { response_format: { type: 'json_object', json_schema: responseFormat.schema } }),
  };
}

/** Thinking has no levels here but a limit, and none is advised: https://docs.cohere.com/docs/reasoning */
const thinking: Readonly<Record<ReasoningEffort, Json>> = {
  none: { type: 'disabled' },
  minimal: { type: 'enabled', token_budget: 512 },
  low: { type: 'enabled', token_budget: 2_048 },
  medium: { type: 'enabled', token_budget: 8_192 },
  high: { type: 'enabled' },
};

/** One tool cannot be asked for by name, so it is then the only one offered: https://docs.cohere.com/reference/chat */
function toolFields({ tools = [], toolChoice }: Request): Json {
  if (tools.length === 0) return {};
  if (typeof toolChoice === 'object')
    return { tools: tools.filter(({ name }) => name === toolChoice.name).map(functionTool), tool_choice: 'REQUIRED' };
  return {
    tools: tools.map(functionTool),
    ...(toolChoice === 'required' || toolChoice === 'none' ? { tool_choice: toolChoice.toUpperCase() } : {}),
  };
}

function encodeMessage(message: Message): Json {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: encodeUser(message) };
    case 'assistant':
      return encodeAssistant(message);
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.text };
  }
}

function encodeUser({ text, files = [] }: UserMessage): unknown {
  if (files.length === 0) return text;
  return [...files.map(filePart), ...(text === '' ? [] : [textPart(text)])];
}

const textPart = (text: string): Json => ({ type: 'text', text });

/** https://docs.cohere.com/docs/image-inputs */
function filePart(file: FilePart): Json {
  if (isImage(file)) return { type: 'image_url', image_url: { url: dataUrl(file) } };
  return textPart(isTextFile(file) ? fencedFile(file) : leftOut(file));
}

/** What led to calls goes back with them, as the plan or the thinking that it was: https://docs.cohere.com/docs/tool-use-overview */
function encodeAssistant({ parts }: AssistantMessage): Json {
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  if (calls.length === 0) return { role: 'assistant', content: text };
  const reasoning = parts.filter((part) => part.type === 'reasoning');
  const plan = wordsOf(reasoning.filter(isPlan));
  const thoughts = wordsOf(reasoning.filter((part) => !isPlan(part)));
  const content = [
    ...(thoughts === '' ? [] : [{ type: 'thinking', thinking: thoughts }]),
    ...(text === '' ? [] : [textPart(text)]),
  ];
  return {
    role: 'assistant',
    ...(content.length === 0 ? {} : { content }),
    ...(plan === '' ? {} : { tool_plan: plan }),
    tool_calls: calls.map(({ id, name, arguments: json }) => ({
      id,
      type: 'function',
      function: { name, arguments: objectText(json) },
    })),
  };
}

const wordsOf = (parts: readonly ReasoningPart[]): string => parts.map(({ text }) => text).join('');

const isPlan = ({ replay }: ReasoningPart): boolean =>
  typeof replay === 'object' && replay !== null && 'plan' in replay;
