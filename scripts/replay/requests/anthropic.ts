import type { AssistantMessage, FilePart, Message, Request } from '../../../src/model/message.ts';
import type { Tool, ToolChoice } from '../../../src/model/tool.ts';
import { aside, type Equivalence, usual } from './equivalence.ts';
import { given, Inexpressible, isObject, type Json, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

/** Consecutive turns of one role are one turn, and plain text is one block. */
function turns(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const found: { role: unknown; content: unknown[] }[] = [];
  for (const entry of value as readonly Json[]) {
    const { role, content, ...other } = entry;
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (!Array.isArray(blocks) || Object.keys(other).length > 0) return value;
    const last = found.at(-1);
    if (last !== undefined && last.role === role) last.content.push(...(blocks as unknown[]));
    else found.push({ role, content: [...(blocks as unknown[])] });
  }
  return found;
}

const oneText = (value: unknown): unknown => {
  if (!Array.isArray(value) || value.length !== 1) return value;
  const [only] = value as readonly unknown[];
  return isObject(only) && only['type'] === 'text' && Object.keys(only).length === 2 ? only['text'] : value;
};

/** https://platform.claude.com/docs/en/api/messages */
export const anthropicEquivalences: readonly Equivalence[] = [
  usual('stream', false),
  usual('tools', [], 'no tools'),
  aside('anthropic_version', 'stands in a header elsewhere; Parley always sends the one there is'),
  { at: 'messages', reason: 'consecutive turns are read as one, and a text is a block of text', spelled: turns },
  { at: 'system', reason: 'one block of text is the text itself', spelled: oneText },
  {
    at: 'messages[].content[].content',
    reason: 'one block of text is the text itself',
    spelled: oneText,
  },
  usual('messages[].content[].is_error', false),
  usual('tools[].type', 'custom'),
  usual('tool_choice.disable_parallel_tool_use', false),
  {
    at: 'output_format',
    named: 'output_config',
    reason: 'moved: https://platform.claude.com/docs/en/build-with-claude/structured-outputs',
    spelled: (format) => ({ format }),
  },
];

export const anthropicReader: RequestReader = {
  equivalences: anthropicEquivalences,
  unsure: ['thinking', 'output_config.effort', 'temperature', 'tool_choice'],
  read(body, model) {
    const known = ['model', 'max_tokens', 'system', 'messages', 'stream', 'tools', 'tool_choice', 'temperature'];
    const { system, messages, tools, ...rest } = object(body, '', [...known, 'thinking', 'output_config']);
    if (system !== undefined && typeof system !== 'string') throw new Inexpressible('system of several blocks');
    return {
      model,
      ...given('system', system),
      messages: readTurns(list(messages, 'messages')),
      ...given('tools', tools === undefined ? undefined : list(tools, 'tools').map(readTool)),
      ...given('toolChoice', readToolChoice(rest['tool_choice'])),
      ...given('maxOutputTokens', rest['max_tokens'] as number | undefined),
      ...given('temperature', rest['temperature'] as number | undefined),
      ...given('responseFormat', readFormat(rest['output_config'])),
    };
  },
};

function readTurns(entries: readonly unknown[]): readonly Message[] {
  const names = new Map<string, string>();
  return entries.flatMap((entry): readonly Message[] => {
    const { role, content } = object(entry, 'messages[]', ['role', 'content']);
    const blocks = list(content, 'messages[].content');
    if (role === 'user') return blocks.map((block) => readUserBlock(block, names));
    if (role !== 'assistant') throw new Inexpressible(`messages[].role ${String(role)}`);
    const parts = blocks.map(readAssistantBlock);
    for (const part of parts) if (part.type === 'tool-call') names.set(part.id, part.name);
    return [{ role: 'assistant', parts }];
  });
}

const typeOf = (block: unknown): unknown => (isObject(block) ? block['type'] : undefined);

/** A message for each block: they become one turn again. */
function readUserBlock(block: unknown, names: ReadonlyMap<string, string>): Message {
  const place = 'messages[].content[]';
  if (typeOf(block) === 'text')
    return { role: 'user', text: text(object(block, place, ['type', 'text'])['text'], place) };
  if (typeOf(block) !== 'tool_result') return { role: 'user', text: '', files: [readFile(block)] };
  const fields = ['type', 'tool_use_id', 'content', 'is_error'];
  const { tool_use_id: id, content, is_error: failed } = object(block, 'tool_result', fields);
  const toolCallId = text(id, 'tool_result.tool_use_id');
  return {
    role: 'tool',
    toolCallId,
    toolName: names.get(toolCallId) ?? 'unknown',
    text: text(content, 'tool_result.content'),
    ...given('failed', failed === true ? true : undefined),
  };
}

function readFile(block: unknown): FilePart {
  const type = typeOf(block);
  if (type !== 'image' && type !== 'document') throw new Inexpressible(`messages[].content[].type ${String(type)}`);
  const { source, title } = object(block, type, type === 'image' ? ['type', 'source'] : ['type', 'source', 'title']);
  const { type: kind, media_type: mediaType, data } = object(source, `${type}.source`, ['type', 'media_type', 'data']);
  const bytes = text(data, `${type}.source.data`);
  if (kind !== 'base64' && kind !== 'text') throw new Inexpressible(`${type}.source.type ${String(kind)}`);
  return {
    mediaType: text(mediaType, `${type}.source.media_type`),
    data: kind === 'text' ? Buffer.from(bytes).toString('base64') : bytes,
    ...given('name', title as string | undefined),
  };
}

function readAssistantBlock(block: unknown): AssistantMessage['parts'][number] {
  const type = typeOf(block);
  if (type === 'text') return { type, text: text(object(block, 'text', ['type', 'text'])['text'], 'text') };
  if (type === 'thinking') {
    const { thinking, signature } = object(block, type, ['type', 'thinking', 'signature']);
    return { type: 'reasoning', text: text(thinking, type), replay: { signature } };
  }
  if (type === 'redacted_thinking')
    return { type: 'reasoning', text: '', replay: { redacted: object(block, type, ['type', 'data'])['data'] } };
  if (type !== 'tool_use') throw new Inexpressible(`messages[].content[].type ${String(type)}`);
  const { id, name, input } = object(block, type, ['type', 'id', 'name', 'input']);
  return {
    type: 'tool-call',
    id: text(id, 'tool_use.id'),
    name: text(name, 'tool_use.name'),
    arguments: JSON.stringify(input),
  };
}

function readTool(tool: unknown): Tool {
  const fields = ['name', 'description', 'input_schema'];
  const { name, description, input_schema: parameters } = object(tool, 'tools[]', fields);
  if (!isObject(parameters)) throw new Inexpressible('tools[] without input_schema');
  return { name: text(name, 'tools[].name'), ...given('description', description as string | undefined), parameters };
}

function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined) return undefined;
  const { type, name } = object(choice, 'tool_choice', ['type', 'name']);
  if (type === 'auto' || type === 'none') return type;
  return type === 'any' ? 'required' : { name: text(name, 'tool_choice.name') };
}

/** It has no name here. */
function readFormat(config: unknown): Request['responseFormat'] {
  if (config === undefined) return undefined;
  const { format } = object(config, 'output_config', ['effort', 'format']);
  if (format === undefined) return undefined;
  const { schema } = object(format, 'output_config.format', ['type', 'schema']);
  if (!isObject(schema)) throw new Inexpressible('output_config.format without a schema');
  return { name: 'answer', schema };
}
