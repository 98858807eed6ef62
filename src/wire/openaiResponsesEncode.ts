import type { EncodeOptions } from '../llm/provider.ts';
import type { AssistantMessage, FilePart, Message, ReasoningPart, Request, UserMessage } from '../model/message.ts';
import type { Tool, ToolChoice } from '../model/tool.ts';
import { dataUrl, fencedFile, isImage, isTextFile, leftOut } from './files.ts';
import { isStrict } from './jsonAnswer.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';
import { commonEfforts, type EffortRule, effortWords } from './openaiChatQuirks.ts';
import { plainId } from './toolCallId.ts';
import { objectText } from './toolInput.ts';

/** Where hosts of the Responses API differ from what most of them take. */
export interface OpenaiResponsesQuirks {
  /**
   * Models that encrypt their reasoning when asked to, so that it can be sent back without being kept at the provider.
   * Told by their names, because others refuse the wish: "Encrypted content is not supported with this model."
   */
  readonly encryptedReasoning?: RegExp;
  /** `'plain'` where reasoning is sent back as it was read, because the host encrypts none; `'encrypted'` by default. */
  readonly replayReasoning?: 'encrypted' | 'plain';
  /** `'asked'` where a summary of the reasoning is given only on request. */
  readonly reasoningSummary?: 'asked' | 'unasked';
  /** Tried in order; a model that none of them names is not asked. By default `effort` for all. Fields of `reasoning`. */
  readonly efforts?: readonly EffortRule[];
  /** Models that refuse a temperature. */
  readonly withoutTemperature?: RegExp;
  /** `'none'` where documents cannot go along. */
  readonly documents?: 'file' | 'none';
  /** Tool call ids of other hosts made acceptable; by default at most 64 plain characters. */
  readonly toolCallId?: (id: string) => string;
}

type Item = Readonly<Record<string, unknown>>;

/** The request's body. Nothing unset is sent, but `store`, which would otherwise keep the conversation at the provider. */
export function encodeOpenaiResponses(
  request: Request,
  quirks: OpenaiResponsesQuirks,
  { stream }: EncodeOptions,
): Item {
  const { model, system, messages, tools, toolChoice, maxOutputTokens, temperature } = request;
  return {
    model,
    ...(system === undefined ? {} : { instructions: system }),
    input: messages.flatMap((message) => itemsOf(message, quirks)),
    ...(stream ? { stream: true } : {}),
    store: false,
    ...(quirks.encryptedReasoning?.test(model) === true ? { include: ['reasoning.encrypted_content'] } : {}),
    ...reasoningOf(request, quirks),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(temperature === undefined || quirks.withoutTemperature?.test(model) === true ? {} : { temperature }),
    ...formatOf(request),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(encodeTool) }),
    ...(toolChoice === undefined ? {} : { tool_choice: encodeToolChoice(toolChoice) }),
  };
}

const defaultEfforts = [effortWords(/^/, commonEfforts, 'effort')];

/** A summary is asked for only together with an effort: some accounts are refused it, and nobody asked for it. */
function reasoningOf({ model, reasoningEffort: effort }: Request, quirks: OpenaiResponsesQuirks): Item {
  const rule = (quirks.efforts ?? defaultEfforts).find(({ models }) => models.test(model));
  const fields = effort === undefined ? undefined : rule?.fields[effort];
  if (fields === undefined) return {};
  const isSummarized = quirks.reasoningSummary === 'asked' && effort !== 'none';
  return { reasoning: { ...fields, ...(isSummarized ? { summary: 'auto' } : {}) } };
}

/** https://platform.openai.com/docs/guides/structured-outputs */
function formatOf({ responseFormat }: Request): Item {
  if (responseFormat === undefined) return {};
  const { name, schema } = responseFormat;
  return { text: { format: { type: 'json_schema', name, schema, ...(isStrict(schema) ? { strict: true } : {}) } } };
}

function itemsOf(message: Message, quirks: OpenaiResponsesQuirks): readonly Item[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: contentOf(message, quirks) }];
    case 'assistant':
      return assistantItems(message, quirks);
    case 'tool':
      return [{ type: 'function_call_output', call_id: callId(message.toolCallId, quirks), output: message.text }];
  }
}

function contentOf({ text, files = [] }: UserMessage, quirks: OpenaiResponsesQuirks): string | readonly Item[] {
  if (files.length === 0) return text;
  return [...files.map((file) => encodeFile(file, quirks)), ...(text === '' ? [] : [inputText(text)])];
}

const inputText = (text: string): Item => ({ type: 'input_text', text });

function encodeFile(file: FilePart, { documents }: OpenaiResponsesQuirks): Item {
  if (isImage(file)) return { type: 'input_image', image_url: dataUrl(file), detail: 'auto' };
  if (isTextFile(file)) return inputText(fencedFile(file));
  if (documents === 'none' || /^(audio|video)\//.test(file.mediaType)) return inputText(leftOut(file));
  // The API tells the kind of a file by its name, too.
  const filename = file.name ?? `document.${file.mediaType.split('/')[1] ?? 'pdf'}`;
  return { type: 'input_file', filename, file_data: dataUrl(file) };
}

type Part = AssistantMessage['parts'][number];

/**
 * The parts as items in their order. Items are sent without ids, since the provider has kept none that one could refer
 * to; only reasoning has its own back. Reasoning that nothing follows is refused.
 */
function assistantItems({ parts }: AssistantMessage, quirks: OpenaiResponsesQuirks): readonly Item[] {
  const runs: Part[][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (belongsTo(last?.at(-1), part)) last?.push(part);
    else runs.push([part]);
  }
  const end = runs.findLastIndex(([first]) => first?.type !== 'reasoning') + 1;
  return runs.slice(0, end).flatMap((run) => runItems(run, quirks));
}

/** Text goes together, and so do the parts of one summary, which share their id and of which the last is signed. */
function belongsTo(last: Part | undefined, part: Part): boolean {
  if (last?.type !== 'reasoning' || part.type !== 'reasoning') return last?.type === 'text' && part.type === 'text';
  const [before, here] = [replayOf(last), replayOf(part)];
  return before.id === here.id && !isText(before.encrypted_content);
}

function runItems(run: readonly Part[], quirks: OpenaiResponsesQuirks): readonly Item[] {
  const [first] = run;
  if (first?.type === 'tool-call')
    return [
      {
        type: 'function_call',
        call_id: callId(first.id, quirks),
        name: first.name,
        arguments: objectText(first.arguments),
      },
    ];
  const texts = run.flatMap((part) => (part.type === 'tool-call' || part.text === '' ? [] : part.text));
  const last = run.at(-1);
  if (last?.type === 'reasoning') return reasoningItem(texts, replayOf(last), quirks);
  return texts.length === 0 ? [] : [{ role: 'assistant', content: texts.join('') }];
}

interface Replay {
  readonly id?: unknown;
  readonly encrypted_content?: unknown;
}

const replayOf = ({ replay }: ReasoningPart): Replay => (isRecord(replay) ? replay : {});

function reasoningItem(
  texts: readonly string[],
  { id, encrypted_content: encrypted }: Replay,
  quirks: OpenaiResponsesQuirks,
): readonly Item[] {
  const base = { type: 'reasoning', ...(isText(id) ? { id } : {}) };
  if (isText(encrypted))
    return [{ ...base, summary: texts.map((text) => ({ type: 'summary_text', text })), encrypted_content: encrypted }];
  if (quirks.replayReasoning !== 'plain' || texts.length === 0) return [];
  return [{ ...base, summary: [], content: texts.map((text) => ({ type: 'reasoning_text', text })) }];
}

const callId = (id: string, { toolCallId }: OpenaiResponsesQuirks): string => toolCallId?.(id) ?? plainId(id, 64);

/** Unless told otherwise the API is strict, and refuses schemas that any other takes. */
const encodeTool = ({ name, description, parameters }: Tool): Item => ({
  type: 'function',
  name,
  ...(description === undefined ? {} : { description }),
  parameters,
  strict: false,
});

const encodeToolChoice = (choice: ToolChoice): unknown =>
  typeof choice === 'string' ? choice : { type: 'function', name: choice.name };
