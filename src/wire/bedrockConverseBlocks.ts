import type { StreamEvent } from '../model/event.ts';
import { unnamedCall } from './callFaults.ts';
import { addressIn, Citations } from './citations.ts';
import * as read from './read.ts';

const spoken = read.object({ text: read.text });

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export const converseCitation = read.object({
  title: read.text,
  source: read.text,
  sourceContent: read.anything,
  location: read.object({ web: read.object({ url: read.text }) }),
});

/** What is read of a block, whole or begun: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
export const converseBlock = read.object({
  text: read.text,
  toolUse: read.object({ toolUseId: read.text, name: read.text, input: read.anything, type: read.text }),
  reasoningContent: read.anything,
  citationsContent: read.object({ content: read.anything, citations: read.anything }),
});
export type ConverseBlock = read.Found<typeof converseBlock>;

/** Of a stream in one level, of a whole answer in two. */
const reasoning = read.object({
  text: read.text,
  signature: read.text,
  reasoningText: read.object({ text: read.text, signature: read.text }),
  redactedContent: read.text,
});

/** A block as events. The pieces are those that a stream brought of a call's input. */
export function wholeBlock(block: ConverseBlock, position = 0, pieces = ''): readonly StreamEvent[] {
  if (block.text) return [{ type: 'text', delta: block.text }];
  if (block.toolUse) return toolCall(block.toolUse, position, pieces);
  if (block.citationsContent) return cited(block.citationsContent);
  return reasoningEvents(block.reasoningContent);
}

/** Calls of the provider's own tools (`server_tool_use`) are none of the user's. */
function toolCall(
  { toolUseId, name, input, type }: NonNullable<ConverseBlock['toolUse']>,
  position: number,
  pieces: string,
): readonly StreamEvent[] {
  if (type === 'server_tool_use') return [];
  if (!name) throw unnamedCall();
  return [
    { type: 'tool-call', id: toolUseId || `call_${position}`, name, arguments: pieces || JSON.stringify(input ?? {}) },
  ];
}

export function reasoningEvents(content: unknown): readonly StreamEvent[] {
  const found = reasoning(content);
  if (found === undefined) return [];
  const { text: delta, signature } = found.reasoningText ?? found;
  return [
    ...(delta ? [{ type: 'reasoning', delta } as const] : []),
    ...(signature ? [{ type: 'reasoning', delta: '', replay: { signature } } as const] : []),
    ...(found.redactedContent
      ? [{ type: 'reasoning', delta: '', replay: { redacted: found.redactedContent } } as const]
      : []),
  ];
}

function cited({ content, citations }: NonNullable<ConverseBlock['citationsContent']>): readonly StreamEvent[] {
  const delta = textOf(content);
  return [
    ...(delta === '' ? [] : [{ type: 'text', delta } as const]),
    ...new Citations().tell(
      read.items(converseCitation, citations).map(({ title, source, sourceContent, location }) => ({
        url: location?.web?.url ?? addressIn(source),
        title,
        quote: textOf(sourceContent),
      })),
    ),
  ];
}

const textOf = (parts: unknown): string =>
  read
    .items(spoken, parts)
    .map((part) => part.text ?? '')
    .join('');
