import type { AssistantMessage, FilePart, Message, Request } from '../../../src/model/message.ts';
import type { Tool, ToolChoice } from '../../../src/model/tool.ts';
import { type Equivalence, usual } from './equivalence.ts';
import { given, Inexpressible, isObject, type Json, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const converseEquivalences: readonly Equivalence[] = [
  usual('system', [], 'no system prompt'),
  usual('inferenceConfig', {}, 'sets nothing'),
  usual('additionalModelRequestFields', {}, 'sets nothing'),
  usual('messages[].content[].toolResult.status', 'success'),
  usual('toolConfig.toolChoice', { auto: {} }),
  {
    at: 'messages[].content',
    reason: 'where one text stands beside files, Parley puts it last',
    spelled: (value, { role }) => {
      if (!Array.isArray(value) || role !== 'user') return value;
      const texts = value.filter((block: Json) => 'text' in block);
      return texts.length === 1 ? [...value.filter((block: Json) => !('text' in block)), ...texts] : value;
    },
  },
  {
    at: 'outputConfig.textFormat.structure.jsonSchema.schema',
    reason: 'JSON as text, whose spaces mean nothing',
    spelled: (schema) => (typeof schema === 'string' ? (JSON.parse(schema) as unknown) : schema),
  },
];

export const converseReader: RequestReader = {
  equivalences: converseEquivalences,
  unsure: ['additionalModelRequestFields', 'inferenceConfig.temperature'],
  read(body, model) {
    const known = [
      'messages',
      'system',
      'inferenceConfig',
      'toolConfig',
      'additionalModelRequestFields',
      'outputConfig',
    ];
    const { messages, system, inferenceConfig, toolConfig, outputConfig } = object(body, '', known);
    const { maxTokens, temperature } = object(inferenceConfig ?? {}, 'inferenceConfig', ['maxTokens', 'temperature']);
    const { tools, toolChoice } = object(toolConfig ?? {}, 'toolConfig', ['tools', 'toolChoice']);
    return {
      model,
      ...given('system', readSystem(system)),
      messages: readMessages(list(messages, 'messages')),
      ...given('tools', tools === undefined ? undefined : list(tools, 'toolConfig.tools').map(readTool)),
      ...given('toolChoice', readToolChoice(toolChoice)),
      ...given('maxOutputTokens', maxTokens as number | undefined),
      ...given('temperature', temperature as number | undefined),
      ...given('responseFormat', readFormat(outputConfig)),
    };
  },
};

function readSystem(system: unknown): string | undefined {
  const [only, ...more] = list(system, 'system');
  if (more.length > 0) throw new Inexpressible('system of several blocks');
  return only === undefined ? undefined : text(object(only, 'system[]', ['text'])['text'], 'system[].text');
}

function readMessages(entries: readonly unknown[]): readonly Message[] {
  const names = new Map<string, string>();
  return entries.flatMap((entry): readonly Message[] => {
    const { role, content } = object(entry, 'messages[]', ['role', 'content']);
    const blocks = list(content, 'messages[].content');
    if (role !== 'assistant') return joined(blocks.map((block) => readAsked(block, names)));
    const parts = blocks.map(readAnswer);
    for (const part of parts) if (part.type === 'tool-call') names.set(part.id, part.name);
    return [{ role: 'assistant', parts }];
  });
}

/** A text belongs to the files before it. */
function joined(found: readonly Message[]): readonly Message[] {
  const messages: Message[] = [];
  for (const message of found) {
    const last = messages.at(-1);
    if (message.role === 'user' && last?.role === 'user' && last.text === '')
      messages[messages.length - 1] = { ...message, files: [...(last.files ?? []), ...(message.files ?? [])] };
    else messages.push(message);
  }
  return messages;
}

const asked = ['text', 'image', 'document', 'toolResult'];

function readAsked(block: unknown, names: ReadonlyMap<string, string>): Message {
  const { text: words, toolResult, ...file } = object(block, 'messages[].content[]', asked);
  if (words !== undefined) return { role: 'user', text: text(words, 'text') };
  if (toolResult === undefined) return { role: 'user', text: '', files: [readFile(file)] };
  const { toolUseId, content, status } = object(toolResult, 'toolResult', ['toolUseId', 'content', 'status']);
  const [only, ...more] = list(content, 'toolResult.content');
  if (more.length > 0) throw new Inexpressible('toolResult.content of several blocks');
  const toolCallId = text(toolUseId, 'toolResult.toolUseId');
  return {
    role: 'tool',
    toolCallId,
    toolName: names.get(toolCallId) ?? 'unknown',
    text: text(object(only, 'toolResult.content[]', ['text'])['text'], 'toolResult.content[].text'),
    ...given('failed', status === 'error' ? true : undefined),
  };
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
};

function readFile({ image, document }: { readonly image?: unknown; readonly document?: unknown }): FilePart {
  const { format, source, name } = object(image ?? document, 'file', ['format', 'source', 'name']);
  const mediaType = mediaTypes[String(format)];
  if (mediaType === undefined) throw new Inexpressible(`document.format ${String(format)}`);
  const { bytes } = object(source, 'source', ['bytes']);
  return { mediaType, data: text(bytes, 'source.bytes'), ...given('name', name as string | undefined) };
}

function readAnswer(block: unknown): AssistantMessage['parts'][number] {
  const {
    text: words,
    toolUse,
    reasoningContent,
  } = object(block, 'messages[].content[]', ['text', 'toolUse', 'reasoningContent']);
  if (words !== undefined) return { type: 'text', text: text(words, 'text') };
  if (toolUse !== undefined) {
    const { toolUseId, name, input } = object(toolUse, 'toolUse', ['toolUseId', 'name', 'input']);
    return {
      type: 'tool-call',
      id: text(toolUseId, 'toolUseId'),
      name: text(name, 'name'),
      arguments: JSON.stringify(input),
    };
  }
  const { reasoningText, redactedContent } = object(reasoningContent, 'reasoningContent', [
    'reasoningText',
    'redactedContent',
  ]);
  if (redactedContent !== undefined) return { type: 'reasoning', text: '', replay: { redacted: redactedContent } };
  const { text: thought, signature } = object(reasoningText, 'reasoningText', ['text', 'signature']);
  return { type: 'reasoning', text: text(thought, 'reasoningText.text'), replay: { signature } };
}

function readTool(tool: unknown): Tool {
  const { toolSpec } = object(tool, 'toolConfig.tools[]', ['toolSpec']);
  const { name, description, inputSchema } = object(toolSpec, 'toolSpec', ['name', 'description', 'inputSchema']);
  const { json: parameters } = object(inputSchema, 'inputSchema', ['json']);
  if (!isObject(parameters)) throw new Inexpressible('toolSpec without a schema');
  return { name: text(name, 'toolSpec.name'), ...given('description', description as string | undefined), parameters };
}

function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined) return undefined;
  const { tool } = object(choice, 'toolConfig.toolChoice', ['tool', 'any']);
  if (tool === undefined) return 'required';
  return { name: text(object(tool, 'toolChoice.tool', ['name'])['name'], 'toolChoice.tool.name') };
}

function readFormat(config: unknown): Request['responseFormat'] {
  if (config === undefined) return undefined;
  const { textFormat } = object(config, 'outputConfig', ['textFormat']);
  const { structure } = object(textFormat, 'textFormat', ['type', 'structure']);
  const { jsonSchema } = object(structure, 'structure', ['jsonSchema']);
  const { name, schema } = object(jsonSchema, 'jsonSchema', ['name', 'schema']);
  if (!isObject(schema)) throw new Inexpressible('outputConfig without a schema');
  return { name: text(name, 'jsonSchema.name'), schema };
}
