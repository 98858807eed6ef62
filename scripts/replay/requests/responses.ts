import type { AssistantMessage, FilePart, Message, Request } from '../../../src/model/message.ts';
import type { Tool, ToolChoice } from '../../../src/model/tool.ts';
import { plainId } from '../../../src/wire/toolCallId.ts';
import { aside, type Equivalence, usual } from './equivalence.ts';
import { fromDataUrl, given, Inexpressible, isObject, type Json, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

/** One part of text is the text itself, asked or answered. */
function content(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const parts = value as readonly Json[];
  const isSaid = ({ type }: Json) => type === 'input_text' || type === 'output_text';
  const texts = parts.filter(isSaid);
  if (parts.length === 1 && texts[0] !== undefined) return texts[0]['text'];
  return texts.length === 1 ? [...parts.filter((part) => !isSaid(part)), ...texts] : value;
}

/** https://platform.openai.com/docs/api-reference/responses/create */
export const responsesEquivalences: readonly Equivalence[] = [
  usual('stream', false),
  usual('background', false),
  usual('truncation', 'disabled'),
  usual('parallel_tool_calls', true),
  usual('tools', [], 'no tools'),
  usual('include', [], 'nothing is asked for'),
  usual('instructions', '', 'empty instructions say nothing'),
  aside('store', 'Parley asks that nothing be kept, others leave it to the default; the answer is the same'),
  aside('include', 'asks for encrypted reasoning, which Parley wants of models that encrypt it'),
  usual('tools[].description', '', 'an empty description says nothing'),
  {
    at: 'tools[].strict',
    reason: 'not being strict is what Parley always says; without a word the API is strict',
    spelled: (strict) => strict,
  },
  {
    at: 'input',
    reason: 'a text alone is a question',
    spelled: (input) => (typeof input === 'string' ? [{ role: 'user', content: input }] : input),
  },
  usual('input[].type', 'message', 'what an item with a role is'),
  {
    at: 'input[].content',
    reason: 'one text in a list is the text itself, and files stand before it',
    spelled: content,
  },
  aside('input[].status', 'items given as input are complete'),
  {
    at: 'input[].id',
    reason: 'refers to what the provider has kept; Parley asks it to keep nothing, and sends only the id of reasoning',
    dropped: (_, { type }) => type !== 'reasoning',
  },
  {
    at: 'input',
    reason: 'an empty answer says nothing',
    spelled: (items) =>
      Array.isArray(items)
        ? items.filter(({ role, content: said }: Json) => role !== 'assistant' || said !== '')
        : items,
  },
  usual('input[].summary', [], 'no summary'),
  {
    at: 'input[].call_id',
    reason: 'the same for a call and its result; Parley makes plain ones of those that not every host takes',
    spelled: (id) => plainId(String(id), 64),
  },
  usual('input[].content[].detail', 'auto'),
  usual('reasoning', {}, 'asks for nothing'),
];

export const responsesReader: RequestReader = {
  equivalences: responsesEquivalences,
  unsure: ['reasoning', 'temperature'],
  read(body, model) {
    const known = ['model', 'input', 'instructions', 'stream', 'tools', 'tool_choice', 'max_output_tokens'];
    if (body['input'] === undefined) throw new Inexpressible('no input');
    const { input, instructions, tools, ...rest } = object(body, '', [...known, 'temperature', 'text', 'reasoning']);
    return {
      model,
      ...given('system', instructions === undefined ? undefined : text(instructions, 'instructions')),
      messages: readItems(list(input, 'input')),
      ...given('tools', tools === undefined ? undefined : list(tools, 'tools').map(readTool)),
      ...given('toolChoice', readToolChoice(rest['tool_choice'])),
      ...given('maxOutputTokens', rest['max_output_tokens'] as number | undefined),
      ...given('temperature', rest['temperature'] as number | undefined),
      ...given('responseFormat', readFormat(rest['text'])),
    };
  },
};

/** Items of one answer are its parts; two texts in a row are two answers. */
function readItems(items: readonly unknown[]): readonly Message[] {
  const names = new Map<string, string>();
  const messages: Message[] = [];
  let open: AssistantMessage['parts'][number][] | undefined;
  for (const item of items) {
    const message = readOther(item, names);
    if (message !== undefined) {
      messages.push(message);
      open = undefined;
      continue;
    }
    const parts = readAnswer(item);
    const [first] = parts;
    if (open === undefined || (first?.type === 'text' && open.at(-1)?.type === 'text'))
      messages.push({ role: 'assistant', parts: (open = []) });
    for (const part of parts) if (part.type === 'tool-call') names.set(part.id, part.name);
    open.push(...parts);
  }
  return messages;
}

function readOther(item: unknown, names: ReadonlyMap<string, string>): Message | undefined {
  const { type, role } = isObject(item) ? item : {};
  if (role === 'user') return { role, ...readSaid(object(item, 'input[]', ['role', 'content'])['content']) };
  if (role !== undefined && role !== 'assistant') throw new Inexpressible(`input[].role ${JSON.stringify(role)}`);
  if (type !== 'function_call_output') return undefined;
  const { call_id: id, output } = object(item, 'input[]', ['type', 'call_id', 'output']);
  const toolCallId = text(id, 'input[].call_id');
  return {
    role: 'tool',
    toolCallId,
    toolName: names.get(toolCallId) ?? 'unknown',
    text: text(output, 'input[].output'),
  };
}

function readAnswer(item: unknown): AssistantMessage['parts'] {
  const { type, role } = isObject(item) ? item : {};
  if (role === 'assistant')
    return [
      {
        type: 'text',
        text: text(object(item, 'input[]', ['role', 'content'])['content'], 'input[].content of an answer'),
      },
    ];
  if (type === 'function_call') {
    const { call_id: id, name, arguments: json } = object(item, 'input[]', ['type', 'call_id', 'name', 'arguments']);
    return [
      { type: 'tool-call', id: text(id, 'call_id'), name: text(name, 'name'), arguments: text(json, 'arguments') },
    ];
  }
  if (type !== 'reasoning') throw new Inexpressible(`input[].type ${String(type)}`);
  const { id, summary, encrypted_content } = object(item, 'input[]', ['type', 'id', 'summary', 'encrypted_content']);
  if (encrypted_content === undefined) throw new Inexpressible('input[].type reasoning that is kept at the provider');
  const texts = list(summary, 'summary').map((part) =>
    text(object(part, 'summary[]', ['type', 'text'])['text'], 'summary[]'),
  );
  const replay = { id, encrypted_content };
  if (texts.length === 0) return [{ type: 'reasoning', text: '', replay }];
  return texts.map((words, place) => ({
    type: 'reasoning',
    text: words,
    replay: place === texts.length - 1 ? replay : { id },
  }));
}

function readSaid(said: unknown): { readonly text: string; readonly files?: readonly FilePart[] } {
  if (typeof said === 'string') return { text: said };
  const parts = list(said, 'input[].content').map((part) =>
    object(part, 'input[].content[]', ['type', 'text', 'image_url', 'detail', 'filename', 'file_data']),
  );
  const texts = parts.filter(({ type }) => type === 'input_text');
  if (texts.length > 1) throw new Inexpressible('input[].content of several texts');
  return {
    text: texts[0] === undefined ? '' : text(texts[0]['text'], 'text'),
    files: parts.filter(({ type }) => type !== 'input_text').map(readFile),
  };
}

function readFile({ type, image_url: url, filename, file_data: data }: Json): FilePart {
  if (type === 'input_image') return fromDataUrl(url, 'image_url');
  if (type !== 'input_file') throw new Inexpressible(`input[].content[].type ${String(type)}`);
  const file = fromDataUrl(data, 'file_data');
  // The API refuses them: "unsupported MIME type 'audio/mpeg'".
  if (file.mediaType.startsWith('audio/')) throw new Inexpressible('input_file of sound');
  return { ...file, ...given('name', filename as string | undefined) };
}

function readTool(tool: unknown): Tool {
  const { type } = isObject(tool) ? tool : {};
  if (type !== 'function') throw new Inexpressible(`tools[].type ${String(type)}`);
  const { name, description, parameters, strict } = object(tool, 'tools[]', [
    'type',
    'name',
    'description',
    'parameters',
    'strict',
  ]);
  if (strict !== false) throw new Inexpressible('tools[].strict');
  if (!isObject(parameters)) throw new Inexpressible('tools[] without parameters');
  return { name: text(name, 'name'), ...given('description', description as string | undefined), parameters };
}

function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined || choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  return { name: text(object(choice, 'tool_choice', ['type', 'name'])['name'], 'tool_choice.name') };
}

function readFormat(said: unknown): Request['responseFormat'] {
  if (said === undefined) return undefined;
  const { format } = object(said, 'text', ['format']);
  const { type, name, schema } = object(format, 'text.format', ['type', 'name', 'schema', 'strict']);
  if (type !== 'json_schema' || !isObject(schema)) throw new Inexpressible(`text.format.type ${String(type)}`);
  return { name: text(name, 'text.format.name'), schema };
}
