import type { EncodeOptions } from '../llm/provider.ts';
import type { AssistantMessage, Message, ReasoningPart, Request, ToolMessage, UserMessage } from '../model/message.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';
import { type BedrockTraits, bedrockTraits } from './bedrockTraits.ts';
import { isWorthCaching } from './cacheMarks.ts';
import { ConverseFiles } from './bedrockConverseFiles.ts';
import { jsonInstruction } from './jsonAnswer.ts';
import { isRecord } from '../model/json.ts';
import { inputOf } from './toolInput.ts';
import { turnsOf } from './turns.ts';

type Block = Readonly<Record<string, unknown>>;

interface Context {
  readonly traits: BedrockTraits;
  readonly files: ConverseFiles;
}

/** The request's body. Nothing unset is sent. */
export function encodeConverse(request: Request, { cachePrompt }: EncodeOptions): Block {
  const traits = bedrockTraits(request);
  const system = systemOf(request, traits);
  const points = cachePrompt && isWorthCaching(request) ? traits.cachePoints : [];
  const marked = (place: string) => (points.includes(place) ? [cachePoint] : []);
  const context = { traits, files: new ConverseFiles() };
  const messages = turnsOf(request.messages, (message) => blocksOf(message, context));
  messages.findLast(({ role }) => role === 'user')?.content.push(...marked('messages'));
  return {
    ...(system === '' ? {} : { system: [{ text: system }, ...marked('system')] }),
    messages,
    ...inferenceConfig(request, traits),
    ...toolConfig(request, marked('tools')),
    ...(Object.keys(traits.fields).length === 0 ? {} : { additionalModelRequestFields: traits.fields }),
    ...outputConfig(request, traits),
  };
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
const cachePoint: Block = { cachePoint: { type: 'default' } };

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

function inferenceConfig({ maxOutputTokens, temperature }: Request, { takesTemperature }: BedrockTraits): Block {
  const config = {
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(temperature === undefined || !takesTemperature ? {} : { temperature }),
  };
  return Object.keys(config).length === 0 ? {} : { inferenceConfig: config };
}

function systemOf({ system = '', responseFormat }: Request, { takesSchema }: BedrockTraits): string {
  const instruction = responseFormat === undefined || takesSchema ? '' : jsonInstruction(responseFormat);
  return [system, instruction].filter((part) => !isBlank(part)).join('\n\n');
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html */
function outputConfig({ responseFormat }: Request, { takesSchema }: BedrockTraits): Block {
  if (responseFormat === undefined || !takesSchema) return {};
  const { name, schema } = responseFormat;
  const structure = { jsonSchema: { name, schema: JSON.stringify(schema) } };
  return { outputConfig: { textFormat: { type: 'json_schema', structure } } };
}

function blocksOf(message: Message, context: Context): readonly Block[] {
  switch (message.role) {
    case 'user':
      return userBlocks(message, context);
    case 'assistant':
      return assistantBlocks(message, context);
    case 'tool':
      return [resultBlock(message, context)];
  }
}

/** "The text field in the ContentBlock object is blank." */
const textBlock = (text: string): readonly Block[] => (isBlank(text) ? [] : [{ text }]);

function userBlocks({ text, files = [] }: UserMessage, context: Context): readonly Block[] {
  const blocks = files.map((file) => context.files.block(file));
  // A document is taken only together with text.
  const words = isBlank(text) && blocks.some((block) => 'document' in block) ? 'See the attached document.' : text;
  return [...blocks, ...textBlock(words)];
}

function assistantBlocks({ parts }: AssistantMessage, { traits }: Context): readonly Block[] {
  return parts.flatMap((part): readonly Block[] => {
    switch (part.type) {
      case 'text':
        return textBlock(part.text);
      case 'reasoning':
        return reasoningBlock(part);
      case 'tool-call':
        return [{ toolUse: { toolUseId: traits.toolUseId(part.id), name: part.name, input: inputOf(part.arguments) } }];
    }
  });
}

/** Reasoning is taken back only with the signature it came with. */
function reasoningBlock({ text, replay }: ReasoningPart): readonly Block[] {
  if (!isRecord(replay)) return [];
  if ('signature' in replay) return [{ reasoningContent: { reasoningText: { text, signature: replay.signature } } }];
  return 'redacted' in replay ? [{ reasoningContent: { redactedContent: replay.redacted } }] : [];
}

const resultBlock = ({ toolCallId, text, failed }: ToolMessage, { traits }: Context): Block => ({
  toolResult: {
    toolUseId: traits.toolUseId(toolCallId),
    content: [{ text: isBlank(text) ? '(no output)' : text }],
    ...(traits.takesToolStatus ? { status: failed === true ? 'error' : 'success' } : {}),
  },
});

/** "The toolConfig field must be defined when using toolUse and toolResult content blocks": so also when no tool is offered any more. */
function toolConfig({ messages, tools = [], toolChoice }: Request, marks: readonly Block[]): Block {
  const offered = toolChoice === 'none' ? [] : tools;
  const called = offered.length > 0 ? [] : toolsCalledIn(messages, tools);
  if (offered.length + called.length === 0) return {};
  return {
    toolConfig: {
      tools: [...[...offered, ...called].map(encodeTool), ...marks],
      ...(toolChoice === undefined || offered.length === 0 ? {} : { toolChoice: encodeToolChoice(toolChoice) }),
    },
  };
}

function toolsCalledIn(messages: readonly Message[], known: readonly Tool[]): readonly Tool[] {
  const names = messages.flatMap((message) => {
    if (message.role === 'tool') return [message.toolName];
    if (message.role === 'user') return [];
    return message.parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : []));
  });
  return [...new Set(names)].map(
    (name) => known.find((tool) => tool.name === name) ?? { name, parameters: { type: 'object' } },
  );
}

const encodeTool = ({ name, description, parameters }: Tool): Block => ({
  toolSpec: { name, ...(isBlank(description) ? {} : { description }), inputSchema: { json: parameters } },
});

function encodeToolChoice(choice: ToolChoice): Block {
  if (typeof choice !== 'string') return { tool: { name: choice.name } };
  return choice === 'required' ? { any: {} } : { auto: {} };
}
