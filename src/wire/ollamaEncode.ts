import type { EncodeOptions } from '../llm/provider.ts';
import type { AssistantMessage, FilePart, Message, ReasoningEffort, Request, UserMessage } from '../model/message.ts';
import type { Tool } from '../model/tool.ts';
import { fencedFile, isImage, isTextFile, leftOut } from './files.ts';
import { functionTool } from './functionTool.ts';
import { inputOf } from './toolInput.ts';

type Json = Readonly<Record<string, unknown>>;

/** The request's body. Of what is unset only `truncate` is sent, for without it Ollama drops messages silently. */
export function encodeOllama(request: Request, { stream }: EncodeOptions): Json {
  const { model, system, messages, reasoningEffort, responseFormat } = request;
  const tools = toolsOf(request);
  const options = optionsOf(request);
  return {
    model,
    messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...messages.map(encodeMessage)],
    // It streams unless told not to.
    stream,
    // Fails with a message when the prompt is too long, instead of forgetting the beginning of the chat:
    // https://github.com/ollama/ollama/blob/main/api/types.go
    truncate: false,
    ...(tools.length === 0 ? {} : { tools: tools.map(functionTool) }),
    ...(reasoningEffort === undefined ? {} : { think: thinkOf(model, reasoningEffort) }),
    ...(responseFormat === undefined ? {} : { format: responseFormat.schema }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

const optionsOf = ({ maxOutputTokens, temperature }: Request): Json => ({
  ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
  ...(temperature === undefined ? {} : { temperature }),
});

/** Nothing forces a call here: what can be done is to offer only the tool that is wanted, or none. */
function toolsOf({ tools = [], toolChoice }: Request): readonly Tool[] {
  if (toolChoice === 'none') return [];
  return typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
}

/** GPT-OSS knows levels and cannot be kept from thinking; levels for others need a newer server than a yes or no: https://docs.ollama.com/capabilities/thinking */
const thinksInLevels = /gpt-oss/;

const levels = { none: 'low', minimal: 'low', low: 'low', medium: 'medium', high: 'high' } as const;

const thinkOf = (model: string, effort: ReasoningEffort): string | boolean =>
  thinksInLevels.test(model) ? levels[effort] : effort !== 'none';

function encodeMessage(message: Message): Json {
  switch (message.role) {
    case 'user':
      return encodeUser(message);
    case 'assistant':
      return encodeAssistant(message);
    case 'tool':
      return {
        role: 'tool',
        ...(message.toolName === '' ? {} : { tool_name: message.toolName }),
        content: message.text,
      };
  }
}

/** Images are a list beside the text: https://docs.ollama.com/capabilities/vision */
function encodeUser({ text, files = [] }: UserMessage): Json {
  const images = files.filter(isImage);
  const words = [...files.filter((file) => !isImage(file)).map(wordsOf), ...(text === '' ? [] : [text])];
  return {
    role: 'user',
    content: words.join('\n\n'),
    ...(images.length === 0 ? {} : { images: images.map(({ data }) => data) }),
  };
}

const wordsOf = (file: FilePart): string => (isTextFile(file) ? fencedFile(file) : leftOut(file));

/** Reasoning goes back, since models that call tools go on with it: https://docs.ollama.com/capabilities/tool-calling */
function encodeAssistant({ parts }: AssistantMessage): Json {
  const said = (type: 'text' | 'reasoning') =>
    parts.flatMap((part) => (part.type === type ? [part.text] : [])).join('');
  const thinking = said('reasoning');
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  return {
    role: 'assistant',
    content: said('text'),
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map(({ name, arguments: json }) => ({ function: { name, arguments: inputOf(json) } })) }),
  };
}
