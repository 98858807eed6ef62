import type { AssistantMessage, FilePart, Message, ReasoningPart, ToolMessage, UserMessage } from '../model/message.ts';
import { isImage, isPdf, isTextFile, leftOut, textOfFile } from './files.ts';
import { plainId } from './toolCallId.ts';
import { inputOf } from './toolInput.ts';

export type Block = Readonly<Record<string, unknown>>;

/** What a message consists of, in the API's terms. */
export function blocksOf(message: Message): readonly Block[] {
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

const resultBlock = ({ toolCallId, text, failed }: ToolMessage): Block => ({
  type: 'tool_result',
  tool_use_id: idOf(toolCallId),
  content: text,
  ...(failed === true ? { is_error: true } : {}),
});

const idOf = (id: string): string => plainId(id, 64);
