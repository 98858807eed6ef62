import type { AssistantMessage, FilePart, Message, ReasoningPart, ToolMessage, UserMessage } from '../model/message.ts';
import { isImage, isPdf, isTextFile, leftOut, textOfFile } from './files.ts';
import { plainId } from './toolCallId.ts';

export type Block = Readonly<Record<string, unknown>>;

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/** Roles take turns, and the results of all calls of a turn belong into the one user turn after it. */
export function turnsOf(messages: readonly Message[]): readonly Turn[] {
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
      return userBlocks(message);
    case 'assistant':
      return assistantBlocks(message);
    case 'tool':
      return [resultBlock(message)];
  }
}

/** Empty text blocks are refused by the API. */
const textBlock = (text: string): readonly Block[] => (text.trim() === '' ? [] : [{ type: 'text', text }]);

const userBlocks = ({ text, files = [] }: UserMessage): readonly Block[] => [
  ...files.map(fileBlock),
  ...textBlock(text),
];

/** https://platform.claude.com/docs/en/build-with-claude/vision, https://platform.claude.com/docs/en/build-with-claude/pdf-support */
function fileBlock(file: FilePart): Block {
  const { mediaType, data, name } = file;
  const title = name === undefined ? {} : { title: name };
  if (isPdf(file)) return { type: 'document', source: { type: 'base64', media_type: mediaType, data }, ...title };
  if (isImage(file) && imageTypes.has(mediaType))
    return { type: 'image', source: { type: 'base64', media_type: mediaType, data } };
  if (isTextFile(file))
    return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: textOfFile(file) }, ...title };
  return { type: 'text', text: leftOut(file) };
}

const imageTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

function assistantBlocks({ parts }: AssistantMessage): readonly Block[] {
  return parts.flatMap((part): readonly Block[] => {
    switch (part.type) {
      case 'text':
        return textBlock(part.text);
      case 'reasoning':
        return thinkingBlock(part);
      case 'tool-call':
        return [{ type: 'tool_use', id: idOf(part.id), name: part.name, input: inputOf(part.arguments) }];
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
export function inputOf(json: string): unknown {
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
  tool_use_id: idOf(toolCallId),
  content: text,
  ...(failed === true ? { is_error: true } : {}),
});

const idOf = (id: string): string => plainId(id, 64);
