import type {
  AssistantMessage,
  FilePart,
  Message,
  ReasoningPart,
  Request,
  ToolCallPart,
  ToolMessage,
} from '../model/message.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';
import { fencedFile, isPdf, isTextFile, leftOut } from './files.ts';
import type { GeminiCallReplay } from './geminiCalls.ts';
import type { GeminiReplay } from './geminiDecode.ts';
import { thinkingConfig } from './geminiThinking.ts';
import { inputOf } from './toolInput.ts';
import { turnsOf } from './turns.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is known of the model and the history while turns are written. */
interface Context {
  /** Ids that the model itself gave to its calls. */
  readonly givenIds: ReadonlySet<string>;
  readonly needsSignatures: boolean;
}

/** The request's body, https://ai.google.dev/api/generate-content. Nothing unset is sent. */
export function encodeGemini(request: Request): Json {
  const { model, tools, toolChoice } = request;
  const { system, messages } = systemless.test(model) ? withSystemAsked(request) : request;
  const context = { givenIds: givenIds(messages), needsSignatures: !unsigned.test(model) };
  const config = generationConfig(request);
  return {
    ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    contents: turnsOf(messages, (message) => partsOf(message, context)).map(({ role, content }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: content,
    })),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: [{ functionDeclarations: tools.map(encodeTool) }] }),
    ...(toolChoice === undefined ? {} : { toolConfig: { functionCallingConfig: encodeToolChoice(toolChoice) } }),
    ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
  };
}

/** Gemma 3 and before: "Developer instruction is not enabled for models/gemma-3-27b-it". */
const systemless = /gemma-[1-3]/;

const withSystemAsked = ({ system, messages }: Request): Pick<Request, 'system' | 'messages'> => ({
  messages: system === undefined ? messages : [{ role: 'user', text: system }, ...messages],
});

function generationConfig({ model, maxOutputTokens, temperature, reasoningEffort, responseFormat }: Request): Json {
  const thinking = reasoningEffort === undefined ? undefined : thinkingConfig(model, reasoningEffort);
  return {
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(responseFormat === undefined
      ? {}
      : { responseMimeType: 'application/json', responseJsonSchema: responseFormat.schema }),
    ...(thinking === undefined ? {} : { thinkingConfig: thinking }),
  };
}

function partsOf(message: Message, context: Context): readonly Json[] {
  switch (message.role) {
    case 'user':
      return [...(message.files ?? []).map(encodeFile), ...(message.text === '' ? [] : [{ text: message.text }])];
    case 'assistant':
      return assistantParts(message, context);
    case 'tool':
      return [encodeResult(message, context)];
  }
}

/** https://ai.google.dev/gemini-api/docs/file-input-methods; of text files it takes only some kinds, so they go as text. */
function encodeFile(file: FilePart): Json {
  if (isTextFile(file)) return { text: fencedFile(file) };
  if (!isPdf(file) && !/^(image|audio|video)\//.test(file.mediaType)) return { text: leftOut(file) };
  return { inlineData: { mimeType: file.mediaType, data: file.data } };
}

function assistantParts({ parts }: AssistantMessage, context: Context): readonly Json[] {
  const encoded: Json[] = [];
  for (const part of parts) {
    if (part.type === 'text' && part.text !== '') encoded.push({ text: part.text });
    if (part.type === 'reasoning') addReasoning(encoded, part);
    if (part.type === 'tool-call') encoded.push(encodeCall(part));
  }
  const first = encoded.findIndex((part) => 'functionCall' in part);
  if (context.needsSignatures && first !== -1 && encoded[first]?.['thoughtSignature'] === undefined)
    encoded[first] = { ...encoded[first], thoughtSignature: noSignature };
  return encoded;
}

/** A signature goes back in the part that carried it; a thought without one tells the model nothing. */
function addReasoning(encoded: Json[], { text, replay }: ReasoningPart): void {
  if (typeof replay !== 'object' || replay === null) return;
  const { thoughtSignature, part } = replay as Partial<GeminiReplay>;
  if (typeof thoughtSignature !== 'string') return;
  const last = encoded.at(-1);
  if (part === 'thought') encoded.push({ text, thought: true, thoughtSignature });
  else if (part === 'text' && last !== undefined && 'text' in last && last['thoughtSignature'] === undefined)
    encoded[encoded.length - 1] = { ...last, thoughtSignature };
  else encoded.push({ text: '', thoughtSignature });
}

function encodeCall({ name, arguments: text, replay }: ToolCallPart): Json {
  const { id, thoughtSignature } = callReplay(replay);
  return {
    functionCall: { ...(id === undefined ? {} : { id }), name, args: inputOf(text) },
    ...(thoughtSignature === undefined ? {} : { thoughtSignature }),
  };
}

const callReplay = (replay: unknown): GeminiCallReplay => (typeof replay === 'object' && replay !== null ? replay : {});

function givenIds(messages: readonly Message[]): ReadonlySet<string> {
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []));
  return new Set(parts.flatMap((part) => (part.type === 'tool-call' ? (callReplay(part.replay).id ?? []) : [])));
}

/** The keys under which a model looks for a result: https://ai.google.dev/api/caching#FunctionResponse */
const encodeResult = ({ toolCallId, toolName, text, failed }: ToolMessage, { givenIds: ids }: Context): Json => ({
  functionResponse: {
    ...(ids.has(toolCallId) ? { id: toolCallId } : {}),
    name: toolName,
    response: failed === true ? { error: text } : { output: text },
  },
});

const encodeTool = ({ name, description, parameters }: Tool): Json => ({
  name,
  ...(description === undefined ? {} : { description }),
  parametersJsonSchema: parameters,
});

/** https://ai.google.dev/api/caching#FunctionCallingConfig */
function encodeToolChoice(choice: ToolChoice): Json {
  if (typeof choice !== 'string') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: choice === 'required' ? 'ANY' : choice.toUpperCase() };
}

/**
 * From Gemini 3 on, the first call of a step must be signed, and this stands for the signature of a call that another
 * model made: https://ai.google.dev/gemini-api/docs/thought-signatures#faqs
 */
const noSignature = 'skip_thought_signature_validator';

/** Models from before; new names and aliases such as `gemini-flash-latest` are taken for new models. */
const unsigned = /gemini-[12]\b|gemma|learnlm/;
