import * as z from 'zod/mini';
import type { StreamEvent } from '../model/event.ts';
import { unnamedCall } from './callFaults.ts';
import { addressIn, Citations } from './citations.ts';
import { lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());

const leaf = z.optional(z.unknown());

const spoken = z.object({ text });

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export const converseCitation = z.object({
  title: text,
  source: text,
  sourceContent: leaf,
  location: lenient(z.object({ web: lenient(z.object({ url: text })) })),
});

/** What is read of a block, whole or begun: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
export const converseBlock = z.object({
  text,
  toolUse: lenient(z.object({ toolUseId: text, name: text, input: leaf, type: text })),
  reasoningContent: leaf,
  citationsContent: lenient(z.object({ content: leaf, citations: leaf })),
});
export type ConverseBlock = Partial<z.infer<typeof converseBlock>>;

/** Of a stream in one level, of a whole answer in two. */
const reasoning = z.object({
  text,
  signature: text,
  reasoningText: lenient(z.object({ text, signature: text })),
  redactedContent: text,
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
  const found = reasoning.safeParse(content).data;
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
      lenientList(converseCitation, citations).map(({ title, source, sourceContent, location }) => ({
        url: location?.web?.url ?? addressIn(source),
        title,
        quote: textOf(sourceContent),
      })),
    ),
  ];
}

const textOf = (parts: unknown): string =>
  lenientList(spoken, parts)
    .map((part) => part.text ?? '')
    .join('');
