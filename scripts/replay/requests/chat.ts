import type {
  AssistantMessage,
  FilePart,
  Message,
  Request,
  ToolCallPart,
  UserMessage,
} from '../../../src/model/message.ts';
import type { Tool, ToolChoice } from '../../../src/model/tool.ts';
import { mistralQuirks } from '../../../src/wire/mistralQuirks.ts';
import { aside, type Equivalence, usual } from './equivalence.ts';
import { fromDataUrl, given, Inexpressible, isObject, type Json, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

const isText = (part: unknown): part is Json => isObject(part) && part['type'] === 'text';

/** One text part is the text itself, and files stand before it. */
function content(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [only] = value;
  if (value.length === 1 && isText(only) && Object.keys(only).length === 2) return only['text'];
  const texts = value.filter(isText);
  return texts.length === 1 ? [...value.filter((part) => !isText(part)), ...texts] : value;
}

const isBridge = (entry: unknown, before: unknown): boolean =>
  isObject(entry) && entry['content'] === mistralQuirks.afterTools && isObject(before) && before['role'] === 'tool';

/** https://platform.openai.com/docs/api-reference/chat/create, and the pages of the hosts that are named. */
export const chatEquivalences: readonly Equivalence[] = [
  usual('stream', false),
  aside('stream_options', 'asks for the usage, which Parley always wants of a stream'),
  usual('n', 1),
  usual('top_p', 1),
  usual('frequency_penalty', 0),
  usual('presence_penalty', 0),
  usual('logprobs', false),
  usual('parallel_tool_calls', true),
  usual('safe_prompt', false, 'the documented default of Mistral'),
  { at: 'max_tokens', named: 'max_completion_tokens', reason: 'the older name of the same limit' },
  usual('tools', [], 'no tools'),
  usual('tools[].type', 'function', 'the only kind; Mistral takes it as given'),
  usual('tools[].function.strict', false),
  usual('tools[].function.description', '', 'an empty description says nothing'),
  usual('messages[].tool_calls[].type', 'function', 'the only kind'),
  aside('messages[].tool_calls[].index', 'its place in the list; Mistral sends it, and does not need it'),
  {
    at: 'messages[].content[].image_url',
    reason: 'Mistral takes the address alone, too: https://docs.mistral.ai/capabilities/vision',
    spelled: (url) => (typeof url === 'string' ? { url } : url),
  },
  usual('messages[].prefix', false, 'the documented default of Mistral'),
  usual('messages[].tool_calls', [], 'no calls'),
  {
    at: 'messages[].role',
    reason: 'newer models of OpenAI call it developer, and take both: https://platform.openai.com/docs/guides/text',
    spelled: (role) => (role === 'developer' ? 'system' : role),
  },
  usual('messages[].content[].image_url.detail', 'auto'),
  {
    at: 'messages[].content',
    reason: 'one text in a list is the text itself; where it stands beside files, Parley puts it last',
    spelled: content,
  },
  {
    at: 'messages[].content',
    reason: 'beside calls the content is optional, and empty content is none',
    dropped: (value, { tool_calls: calls }) => calls !== undefined && (value === '' || JSON.stringify(value) === '[]'),
  },
  {
    at: 'messages',
    reason: 'most models of Mistral must speak after a tool, and Parley has them do so; the newest need not',
    spelled: (value) =>
      Array.isArray(value) ? value.filter((entry, place) => !isBridge(entry, value[place - 1])) : value,
  },
  { at: 'tool_choice', reason: 'Mistral’s word for it', spelled: (value) => (value === 'any' ? 'required' : value) },
];

/** Fields that ask for longer or shorter thinking, and such as only some hosts take from Parley. */
const unsure = [
  'reasoning_effort',
  'reasoning',
  'thinking',
  'enable_thinking',
  'chat_template_kwargs',
  'temperature',
  'tool_choice',
  'messages[].reasoning',
  'messages[].reasoning_content',
];

export const chatReader: RequestReader = {
  equivalences: chatEquivalences,
  unsure,
  read(body, model) {
    const known = ['model', 'messages', 'stream', 'max_completion_tokens', 'temperature', 'tools', 'tool_choice'];
    const { messages, tools, ...rest } = object(body, '', [...known, 'response_format', ...unsure]);
    const entries = list(messages, 'messages');
    const system =
      entries.length > 0 && isObject(entries[0]) && entries[0]['role'] === 'system' ? entries[0] : undefined;
    return {
      model,
      ...given(
        'system',
        system === undefined ? undefined : text(object(system, 'messages[]', ['role', 'content'])['content'], 'system'),
      ),
      messages: readMessages(system === undefined ? entries : entries.slice(1)),
      ...given('tools', tools === undefined ? undefined : list(tools, 'tools').map(readTool)),
      ...given('toolChoice', readToolChoice(rest['tool_choice'])),
      ...given('maxOutputTokens', rest['max_completion_tokens'] as number | undefined),
      ...given('temperature', rest['temperature'] as number | undefined),
      ...given('responseFormat', readFormat(rest['response_format'])),
    };
  },
};

/** Results do not tell whose they are, so the names come from the calls. */
function readMessages(entries: readonly unknown[]): readonly Message[] {
  const names = new Map<string, string>();
  return entries.map((entry): Message => {
    const role = isObject(entry) ? entry['role'] : undefined;
    if (role === 'user') return readUser(object(entry, 'messages[]', ['role', 'content']));
    if (role === 'tool') {
      const { content: said, tool_call_id: id } = object(entry, 'messages[]', ['role', 'content', 'tool_call_id']);
      const toolCallId = text(id, 'messages[].tool_call_id');
      return {
        role: 'tool',
        toolCallId,
        toolName: names.get(toolCallId) ?? 'unknown',
        text: text(said, 'messages[].content of a tool'),
      };
    }
    if (role !== 'assistant') throw new Inexpressible(`messages[].role ${String(role)} after the first`);
    const message = readAssistant(entry);
    for (const part of message.parts) if (part.type === 'tool-call') names.set(part.id, part.name);
    return message;
  });
}

function readUser({ content: said }: Json): UserMessage {
  if (typeof said === 'string') return { role: 'user', text: said };
  const parts = list(said, 'messages[].content');
  const texts = parts.filter(isText);
  if (texts.length > 1) throw new Inexpressible('messages[].content of several texts');
  const words =
    texts[0] === undefined ? '' : text(object(texts[0], 'messages[].content[]', ['type', 'text'])['text'], 'text');
  return { role: 'user', text: words, files: parts.filter((part) => !isText(part)).map(readFile) };
}

const audioTypes: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

function readFile(part: unknown): FilePart {
  const place = 'messages[].content[]';
  const { type, ...rest } = object(part, place, ['type', 'image_url', 'file', 'input_audio', 'document_url']);
  if (type === 'image_url') return fromDataUrl(object(rest['image_url'], 'image_url', ['url'])['url'], 'image_url');
  if (type === 'document_url') return fromDataUrl(rest['document_url'], 'document_url');
  if (type === 'file') {
    const { filename, file_data: data } = object(rest['file'], 'file', ['filename', 'file_data']);
    return { ...fromDataUrl(data, 'file.file_data'), ...given('name', filename as string | undefined) };
  }
  if (type !== 'input_audio') throw new Inexpressible(`${place}.type ${String(type)}`);
  const { data, format } = object(rest['input_audio'], 'input_audio', ['data', 'format']);
  const mediaType = audioTypes[String(format)];
  if (mediaType === undefined) throw new Inexpressible(`input_audio.format ${String(format)}`);
  return { mediaType, data: text(data, 'input_audio.data') };
}

function readAssistant(entry: unknown): AssistantMessage {
  const fields = ['role', 'content', 'tool_calls', 'reasoning', 'reasoning_content', 'reasoning_details'];
  const { content: said, tool_calls: calls, reasoning, ...rest } = object(entry, 'messages[]', fields);
  const details = rest['reasoning_details'];
  if (reasoning !== undefined && rest['reasoning_content'] !== undefined)
    throw new Inexpressible('messages[].reasoning under two names');
  const thoughts = reasoning ?? rest['reasoning_content'];
  return {
    role: 'assistant',
    parts: [
      ...(thoughts === undefined ? [] : [{ type: 'reasoning', text: text(thoughts, 'reasoning') } as const]),
      ...readSaid(said),
      ...(details === undefined
        ? []
        : [{ type: 'reasoning', text: '', replay: { reasoning_details: details } } as const]),
      ...list(calls, 'messages[].tool_calls').map(readCall),
    ],
  };
}

function readSaid(said: unknown): AssistantMessage['parts'] {
  if (said === undefined) return [];
  if (typeof said === 'string') return [{ type: 'text', text: said }];
  const parts = list(said, 'messages[].content').map((part) =>
    object(part, 'messages[].content[]', ['type', 'text', 'thinking']),
  );
  return parts.map(({ type, text: words, thinking }) => {
    if (type === 'text') return { type: 'text', text: text(words, 'text') };
    const [only, ...more] = list(thinking, 'thinking');
    if (type !== 'thinking' || !isText(only) || more.length > 0)
      throw new Inexpressible(`messages[].content[].type ${String(type)} of an answer`);
    return { type: 'reasoning', text: text(only['text'], 'thinking') };
  });
}

function readCall(call: unknown): ToolCallPart {
  const place = 'messages[].tool_calls[]';
  const { id, function: called } = object(call, place, ['id', 'function']);
  const { name, arguments: json } = object(called, `${place}.function`, ['name', 'arguments']);
  return {
    type: 'tool-call',
    id: text(id, `${place}.id`),
    name: text(name, 'name'),
    arguments: text(json, 'arguments'),
  };
}

/** Ollama's and Cohere's are the same. */
export function readTool(tool: unknown): Tool {
  const { function: offered } = object(tool, 'tools[]', ['function']);
  const { name, description, parameters } = object(offered, 'tools[].function', ['name', 'description', 'parameters']);
  if (!isObject(parameters)) throw new Inexpressible('tools[].function without parameters');
  return { name: text(name, 'name'), ...given('description', description as string | undefined), parameters };
}

function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined) return undefined;
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const { function: named } = object(choice, 'tool_choice', ['type', 'function']);
  return { name: text(object(named, 'tool_choice.function', ['name'])['name'], 'tool_choice.function.name') };
}

function readFormat(format: unknown): Request['responseFormat'] {
  if (format === undefined) return undefined;
  const { type, json_schema: json } = object(format, 'response_format', ['type', 'json_schema']);
  if (type !== 'json_schema') throw new Inexpressible(`response_format.type ${String(type)}`);
  const { name, schema } = object(json, 'response_format.json_schema', ['name', 'schema', 'strict']);
  if (!isObject(schema)) throw new Inexpressible('response_format.json_schema without a schema');
  return { name: text(name, 'response_format.json_schema.name'), schema };
}
