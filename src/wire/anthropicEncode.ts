import type { EncodeOptions } from '../llm/provider.ts';
import type { Message, Request } from '../model/message.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';
import { type Block, blocksOf } from './anthropicMessages.ts';
import { type ClaudeTraits, claudeTraits, thinkingOf } from './anthropicThinking.ts';
import { cacheMark, isWorthCaching, userTurns } from './cacheMarks.ts';
import { jsonInstruction } from './jsonAnswer.ts';
import { type Turn, turnsOf } from './turns.ts';

/** Where hosts of the Messages API differ. */
export interface AnthropicQuirks {
  /** `max_tokens`, which the API requires, for a request that sets no limit; by default what the model's family can write. */
  readonly defaultMaxTokens?: number;
  /** `'in-words'` where answers cannot be held to a schema whatever the model. */
  readonly schemas?: 'in-words';
}

/** The request's body. Nothing unset is sent, but `max_tokens`, which is required; and nothing that the model refuses. */
export function encodeAnthropic(request: Request, quirks: AnthropicQuirks, options: EncodeOptions): Block {
  const { model, messages, toolChoice, maxOutputTokens, temperature } = request;
  const traits = { ...claudeTraits(model), ...(quirks.schemas === 'in-words' ? { takesSchema: false } : {}) };
  const maxTokens = maxOutputTokens ?? quirks.defaultMaxTokens ?? traits.defaultMaxTokens;
  const { thinking, effort } = thinkingOf(request, traits, maxTokens);
  const thinks = thinking !== undefined && thinking['type'] !== 'disabled';
  const spoken = turnsOf(traits.takesPrefill && !thinks ? withoutGoOn(messages) : messages, blocksOf);
  const mark = options.cachePrompt && isWorthCaching(request) ? cacheMark : undefined;
  return {
    model,
    max_tokens: maxTokens,
    ...systemOf(request, traits, mark),
    messages: mark === undefined ? spoken : marked(spoken, mark),
    ...(options.stream ? { stream: true } : {}),
    ...toolsOf(request, mark),
    ...(toolChoice === undefined ? {} : { tool_choice: encodeToolChoice(toolChoice, traits) }),
    ...(thinking === undefined ? {} : { thinking }),
    ...outputConfig(request, traits, effort),
    ...(temperature === undefined || thinks || !traits.takesTemperature ? {} : { temperature }),
  };
}

/**
 * The history with the cut-off answer last, which the model then goes on with. "final assistant content cannot end with
 * trailing whitespace", so an answer that stopped after a space has to be asked for in words.
 */
function withoutGoOn(messages: readonly Message[]): readonly Message[] {
  const [answer, last] = messages.slice(-2);
  if (last?.role !== 'user' || last.goOn !== true || answer?.role !== 'assistant') return messages;
  const end = answer.parts.at(-1);
  return end?.type === 'text' && /\S$/.test(end.text) ? messages.slice(0, -1) : messages;
}

function systemOf({ system, responseFormat }: Request, traits: ClaudeTraits, mark: Block | undefined): Block {
  const instruction = responseFormat === undefined || traits.takesSchema ? undefined : jsonInstruction(responseFormat);
  const text = [system, instruction].filter((part) => part !== undefined).join('\n\n');
  if (text.trim() === '') return {};
  return { system: mark === undefined ? text : [{ type: 'text', text, ...mark }] };
}

function toolsOf({ tools = [] }: Request, mark: Block | undefined): Block {
  if (tools.length === 0) return {};
  const encoded: readonly Block[] = tools.map(encodeTool);
  return { tools: mark === undefined ? encoded : encoded.with(-1, { ...encoded.at(-1), ...mark }) };
}

/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
function outputConfig({ responseFormat }: Request, traits: ClaudeTraits, effort: string | undefined): Block {
  const config = {
    ...(effort === undefined ? {} : { effort }),
    ...(responseFormat === undefined || !traits.takesSchema
      ? {}
      : { format: { type: 'json_schema', schema: responseFormat.schema } }),
  };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}

/** With the marks on tools and system these are the four that the API allows. */
function marked(turns: readonly Turn<Block>[], mark: Block): readonly Turn<Block>[] {
  const places = userTurns(turns.map(({ role }) => role));
  return turns.map((turn, place) => {
    const last = turn.content.at(-1);
    if (last === undefined || !places.includes(place)) return turn;
    return { ...turn, content: turn.content.with(-1, { ...last, ...mark }) };
  });
}

const encodeTool = ({ name, description, parameters }: Tool): Block => ({
  name,
  ...(description === undefined ? {} : { description }),
  input_schema: parameters,
});

/** Models that always think refuse to be forced to a call; with `auto` they are asked at least. */
function encodeToolChoice(choice: ToolChoice, { alwaysThinks }: ClaudeTraits): Block {
  if (choice === 'auto' || choice === 'none') return { type: choice };
  if (alwaysThinks) return { type: 'auto' };
  return choice === 'required' ? { type: 'any' } : { type: 'tool', name: choice.name };
}
