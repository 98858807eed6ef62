import assert from 'node:assert/strict';

type Json = Readonly<Record<string, unknown>>;

/** What stands in one entry of an encoded conversation, whatever the dialect. */
export interface SeenTurn {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly texts: readonly string[];
  readonly calls: readonly { readonly id?: string; readonly name: string }[];
  readonly results: readonly { readonly id?: string; readonly name?: string }[];
  readonly images: number;
}

/** The kinds of bodies that dialects make, told by what stands in them. */
export type Shape = 'chat' | 'anthropic' | 'converse' | 'gemini' | 'responses' | 'ollama' | 'text';

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

export function shapeOf(body: Json): Shape {
  if (Array.isArray(body['contents'])) return 'gemini';
  if (Array.isArray(body['input'])) return 'responses';
  if (typeof body['inputs'] === 'string') return 'text';
  if ('max_tokens' in body && 'content' in (list(body['messages'])[0] ?? {}) && isBlocks(body)) return 'anthropic';
  const blocks = list(list(body['messages'])[0]?.['content']);
  if (blocks.length > 0 && blocks.every((block) => !('type' in block))) return 'converse';
  return list(body['messages']).some((message) => 'images' in message) ? 'ollama' : 'chat';
}

const isBlocks = (body: Json): boolean =>
  list(body['messages'])
    .flatMap(({ content }) => list(content))
    .some(({ type, source }) => type === 'tool_result' || source !== undefined);

const turn = (role: SeenTurn['role'], found: Partial<SeenTurn>): SeenTurn => ({
  role,
  texts: [],
  calls: [],
  results: [],
  images: 0,
  ...found,
});

const called = (id: unknown, name: unknown) => ({
  ...(id === undefined ? {} : { id: textOf(id) }),
  name: textOf(name),
});

/** Of lists of messages with roles, as most dialects have them. */
function messages(body: Json): readonly SeenTurn[] {
  return list(body['messages']).map((message) => {
    const parts = list(message['content']);
    const text = message['content'];
    return turn(message['role'] as SeenTurn['role'], {
      texts:
        typeof text === 'string' ? [text] : parts.flatMap((part) => ('text' in part ? [textOf(part['text'])] : [])),
      calls: [
        ...list(message['tool_calls']).map(({ id, function: fn }) => called(id, (fn as Json)['name'])),
        ...parts.flatMap(({ type, id, name }) => (type === 'tool_use' ? [called(id, name)] : [])),
        ...parts.flatMap(({ toolUse }) => (isObject(toolUse) ? [called(toolUse['toolUseId'], toolUse['name'])] : [])),
      ],
      results: [
        ...(message['role'] === 'tool' ? [resultOf(message)] : []),
        ...parts.flatMap(({ type, tool_use_id: id }) => (type === 'tool_result' ? [{ id: textOf(id) }] : [])),
        ...parts.flatMap(({ toolResult }) => (isObject(toolResult) ? [{ id: textOf(toolResult['toolUseId']) }] : [])),
      ],
      images:
        list(message['images']).length +
        parts.filter((part) => part['type'] === 'image_url' || part['type'] === 'image' || 'image' in part).length,
    });
  });
}

/** Ids, names and words are text everywhere; anything else is worth seeing as it is. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const resultOf = ({ tool_call_id: id, tool_name: name }: Json) => ({
  ...(id === undefined ? {} : { id: textOf(id) }),
  ...(name === undefined ? {} : { name: textOf(name) }),
});

function contents(body: Json): readonly SeenTurn[] {
  return list(body['contents']).map(({ role, parts: given }) => {
    const parts = list(given);
    return turn(role === 'model' ? 'assistant' : 'user', {
      texts: parts.flatMap((part) => ('text' in part && part['thought'] !== true ? [textOf(part['text'])] : [])),
      calls: parts.flatMap(({ functionCall: call }) => (isObject(call) ? [called(call['id'], call['name'])] : [])),
      results: parts.flatMap(({ functionResponse: result }) =>
        isObject(result) ? [called(result['id'], result['name'])] : [],
      ),
      images: parts.filter((part) => 'inlineData' in part).length,
    });
  });
}

function items(body: Json): readonly SeenTurn[] {
  return list(body['input']).map((item) => {
    const { type, role, content, call_id: id, name } = item;
    if (type === 'function_call') return turn('assistant', { calls: [called(id, name)] });
    if (type === 'function_call_output') return turn('tool', { results: [{ id: textOf(id) }] });
    if (type === 'reasoning') return turn('assistant', {});
    const parts = list(content);
    return turn(role as SeenTurn['role'], {
      texts:
        typeof content === 'string'
          ? [content]
          : parts.flatMap(({ text }) => (text === undefined ? [] : [textOf(text)])),
      images: parts.filter((part) => part['type'] === 'input_image').length,
    });
  });
}

/** The conversation as the provider would read it. */
export function seenTurns(body: Json): readonly SeenTurn[] {
  const shape = shapeOf(body);
  if (shape === 'gemini') return contents(body);
  if (shape === 'responses') return items(body);
  assert.notEqual(shape, 'text');
  return messages(body);
}
