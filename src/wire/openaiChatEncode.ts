import type { EncodeOptions } from '../llm/provider.ts';
import type { Request } from '../model/message.ts';
import type { ToolChoice } from '../model/tool.ts';
import { cacheMark, isWorthCaching, userTurns } from './cacheMarks.ts';
import { functionTool } from './functionTool.ts';
import { isStrict, jsonInstruction } from './jsonAnswer.ts';
import { encodeMessages } from './openaiChatMessages.ts';
import { commonEfforts, effortWords, type OpenaiChatQuirks } from './openaiChatQuirks.ts';

type Json = Readonly<Record<string, unknown>>;

/** The request's body. Nothing unset is sent, and no parameter that the model is known to refuse. */
export function encodeOpenaiChat(
  request: Request,
  quirks: OpenaiChatQuirks,
  { stream, cachePrompt }: EncodeOptions,
): Json {
  const { model, tools, toolChoice, maxOutputTokens, temperature } = request;
  const messages = encodeMessages(request, systemOf(request, quirks), quirks);
  const isMarked = cachePrompt && quirks.cacheMarks?.test(model) === true && isWorthCaching(request);
  return {
    model,
    messages: isMarked ? marked(messages) : messages,
    ...(stream ? { stream: true } : {}),
    ...(!stream || quirks.usage === 'unasked' ? {} : { stream_options: { include_usage: true } }),
    ...(maxOutputTokens === undefined ? {} : { [quirks.maxTokensField ?? 'max_tokens']: maxOutputTokens }),
    ...(temperature === undefined || quirks.withoutTemperature?.test(model) === true ? {} : { temperature }),
    ...effortFields(request, quirks),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(functionTool) }),
    ...(toolChoice === undefined ? {} : { tool_choice: encodeToolChoice(toolChoice, quirks) }),
    ...responseFormat(request, quirks),
  };
}

const defaultEfforts = [effortWords(/^/, commonEfforts)];

function effortFields({ model, reasoningEffort }: Request, { efforts = defaultEfforts }: OpenaiChatQuirks): Json {
  if (reasoningEffort === undefined) return {};
  return efforts.find(({ models }) => models.test(model))?.fields[reasoningEffort] ?? {};
}

const knowsSchemas = ({ model }: Request, { schemaModels }: OpenaiChatQuirks): boolean =>
  schemaModels?.test(model) ?? true;

/** With the wish for JSON at its end, where only words can say of which schema. */
function systemOf(request: Request, quirks: OpenaiChatQuirks): string | undefined {
  const { system, responseFormat: format } = request;
  if (format === undefined || knowsSchemas(request, quirks)) return system;
  return [system, jsonInstruction(format)].filter((text) => text !== undefined).join('\n\n');
}

/** https://platform.openai.com/docs/guides/structured-outputs */
function responseFormat(request: Request, quirks: OpenaiChatQuirks): Json {
  const { responseFormat: format } = request;
  if (format === undefined) return {};
  if (!knowsSchemas(request, quirks)) return { response_format: { type: 'json_object' } };
  const { name, schema } = format;
  const strict = isStrict(schema) ? { strict: true } : {};
  return { response_format: { type: 'json_schema', json_schema: { name, schema, ...strict } } };
}

/** Marks where the host's cache shall reach to: the system prompt, with the tools before it, and the user's last turns. */
function marked(messages: readonly Json[]): readonly Json[] {
  const roles = messages.map(({ role }) => String(role));
  const places = new Set([roles.indexOf('system'), ...userTurns(roles)]);
  return messages.map((message, place) =>
    places.has(place) ? { ...message, content: ended(message['content']) } : message,
  );
}

function ended(content: unknown): unknown {
  const parts: readonly Json[] = typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Json[]);
  const last = parts.at(-1);
  return last === undefined ? parts : parts.with(-1, { ...last, ...cacheMark });
}

function encodeToolChoice(choice: ToolChoice, { requiredToolChoice = 'required' }: OpenaiChatQuirks): unknown {
  if (choice === 'required') return requiredToolChoice;
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
