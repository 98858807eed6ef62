import type { AssistantMessage, Message } from '../../../src/model/message.ts';
import { chatEquivalences, readTool } from './chat.ts';
import { aside, type Equivalence, usual } from './equivalence.ts';
import { given, Inexpressible, isObject, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

/** https://docs.ollama.com/api/chat */
export const ollamaEquivalences: readonly Equivalence[] = [
  ...chatEquivalences.filter(({ at }) => at.startsWith('tools')),
  aside('truncate', 'Parley asks for an error rather than for a chat without its beginning'),
  aside('stream', 'said always or only when it is not to stream'),
  usual('format', '', 'an empty format is none'),
  usual('options', {}, 'sets nothing'),
  usual('messages[].tool_calls', [], 'no calls'),
  usual('messages[].images', [], 'no images'),
  aside('messages[].tool_calls[].function.index', 'its place in the list'),
  aside('messages[].tool_calls[].id', 'results are matched by the name of the tool'),
  {
    at: 'messages[].content',
    reason: 'beside calls the content is optional, and empty content is none',
    dropped: (value, { tool_calls: calls }) => calls !== undefined && value === '',
  },
];

export const ollamaReader: RequestReader = {
  equivalences: ollamaEquivalences,
  unsure: ['think'],
  read(body, model) {
    const { messages, tools, options, format } = object(body, '', [
      'model',
      'messages',
      'tools',
      'options',
      'format',
      'think',
    ]);
    const { num_predict: limit, temperature } = object(options ?? {}, 'options', ['num_predict', 'temperature']);
    const entries = list(messages, 'messages');
    const first = isObject(entries[0]) && entries[0]['role'] === 'system' ? entries[0] : undefined;
    if (format !== undefined && !isObject(format)) throw new Inexpressible('format without a schema');
    return {
      model,
      ...given('system', first === undefined ? undefined : text(first['content'], 'system')),
      messages: entries.slice(first === undefined ? 0 : 1).map(readMessage),
      ...given('tools', tools === undefined ? undefined : list(tools, 'tools').map(readTool)),
      ...given('maxOutputTokens', limit as number | undefined),
      ...given('temperature', temperature as number | undefined),
      ...(isObject(format) ? { responseFormat: { name: 'answer', schema: format } } : {}),
    };
  },
};

function readMessage(entry: unknown): Message {
  const { role } = isObject(entry) ? entry : {};
  if (role === 'user') {
    const { content, images } = object(entry, 'messages[]', ['role', 'content', 'images']);
    const files = list(images, 'images').map((data) => ({ mediaType: 'image/png', data: text(data, 'images[]') }));
    return { role, text: text(content, 'messages[].content'), ...(files.length === 0 ? {} : { files }) };
  }
  if (role === 'tool') {
    const { content, tool_name: name } = object(entry, 'messages[]', ['role', 'content', 'tool_name']);
    return {
      role,
      toolCallId: 'unnamed',
      toolName: text(name, 'messages[].tool_name'),
      text: text(content, 'messages[].content'),
    };
  }
  if (role !== 'assistant') throw new Inexpressible(`messages[].role ${String(role)} after the first`);
  return readAnswer(entry);
}

function readAnswer(entry: unknown): AssistantMessage {
  const {
    content,
    thinking,
    tool_calls: calls,
  } = object(entry, 'messages[]', ['role', 'content', 'thinking', 'tool_calls']);
  return {
    role: 'assistant',
    parts: [
      ...(thinking === undefined ? [] : [{ type: 'reasoning', text: text(thinking, 'thinking') } as const]),
      ...(content === undefined ? [] : [{ type: 'text', text: text(content, 'content') } as const]),
      ...list(calls, 'tool_calls').map((call) => {
        const { function: called } = object(call, 'tool_calls[]', ['function']);
        const { name, arguments: input } = object(called, 'tool_calls[].function', ['name', 'arguments']);
        return {
          type: 'tool-call',
          id: 'unnamed',
          name: text(name, 'name'),
          arguments: JSON.stringify(input),
        } as const;
      }),
    ],
  };
}
