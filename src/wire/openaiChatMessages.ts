import type { AssistantMessage, FilePart, Message, Request, ToolMessage, UserMessage } from '../model/message.ts';
import { dataUrl, fencedFile, isImage, isPdf, isTextFile, leftOut } from './files.ts';
import type { OpenaiChatQuirks } from './openaiChatQuirks.ts';
import { namingIds, plainId } from './toolCallId.ts';
import { objectText } from './toolInput.ts';

type Json = Readonly<Record<string, unknown>>;

/** The conversation in the API's terms, what is said to the model beforehand first. */
export function encodeMessages(
  request: Request,
  system: string | undefined,
  quirks: OpenaiChatQuirks,
): readonly Json[] {
  const { model, messages } = request;
  const context = { quirks, hasTools: messages.some(callsTools), ids: namingIds(model, messages) };
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...messages.flatMap((message, place): readonly Json[] => {
      const encoded = encodeMessage(message, context);
      const isSudden = message.role === 'user' && messages[place - 1]?.role === 'tool';
      return quirks.afterTools === undefined || !isSudden
        ? [encoded]
        : [{ role: 'assistant', content: quirks.afterTools }, encoded];
    }),
  ];
}

interface Context {
  readonly quirks: OpenaiChatQuirks;
  readonly hasTools: boolean;
  readonly ids: ReadonlyMap<string, string>;
}

const callsTools = (message: Message): boolean =>
  message.role === 'tool' || (message.role === 'assistant' && message.parts.some(({ type }) => type === 'tool-call'));

function encodeMessage(message: Message, context: Context): Json {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: encodeUser(message, context.quirks) };
    case 'assistant':
      return encodeAssistant(message, context);
    case 'tool':
      return encodeResult(message, context);
  }
}

/** Plain text where there is nothing else, since not every host reads lists. */
function encodeUser({ text, files = [] }: UserMessage, quirks: OpenaiChatQuirks): unknown {
  if (files.length === 0) return text;
  return [...files.map((file) => filePart(file, quirks)), ...(text === '' ? [] : [textPart(text)])];
}

const textPart = (text: string): Json => ({ type: 'text', text });

/** https://platform.openai.com/docs/guides/pdf-files */
function filePart(file: FilePart, { documents = 'file' }: OpenaiChatQuirks): Json {
  if (isImage(file)) return { type: 'image_url', image_url: { url: dataUrl(file) } };
  if (isTextFile(file)) return textPart(fencedFile(file));
  const format = audioFormats.get(file.mediaType);
  if (format !== undefined) return { type: 'input_audio', input_audio: { data: file.data, format } };
  return isPdf(file) && documents !== 'none' ? documentParts[documents](file) : textPart(leftOut(file));
}

const audioFormats: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
]);

const documentParts = {
  file: (file: FilePart): Json => ({
    type: 'file',
    file: { filename: file.name ?? 'document.pdf', file_data: dataUrl(file) },
  }),
  // https://docs.mistral.ai/capabilities/document_ai/document_qna
  document_url: (file: FilePart): Json => ({ type: 'document_url', document_url: dataUrl(file) }),
  // Bytes alone, without the beginning of a data URL: https://docs.perplexity.ai/guides/file-attachments
  file_url: ({ data, name }: FilePart): Json => ({
    type: 'file_url',
    file_url: { url: data },
    file_name: name ?? 'document.pdf',
  }),
};

function encodeAssistant({ parts }: AssistantMessage, context: Context): Json {
  const { quirks, hasTools } = context;
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const reasoning = parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('');
  const details = parts.flatMap((part) => (part.type === 'reasoning' ? detailsOf(part.replay) : []));
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  const field = quirks.replayReasoning;
  const asContent = field === 'content' && reasoning !== '';
  return {
    role: 'assistant',
    content: asContent ? thoughtContent(reasoning, text) : text === '' && calls.length > 0 ? null : text,
    ...(field !== undefined && field !== 'content' && hasTools && reasoning !== '' ? { [field]: reasoning } : {}),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call) => ({
            id: idOf(call.id, context),
            type: 'function',
            function: { name: call.name, arguments: objectText(call.arguments) },
          })),
        }),
  };
}

/** https://docs.mistral.ai/capabilities/reasoning/ */
const thoughtContent = (reasoning: string, text: string): readonly Json[] => [
  { type: 'thinking', thinking: [textPart(reasoning)] },
  ...(text === '' ? [] : [textPart(text)]),
];

/** What a host sent as `reasoning_details` it wants back unchanged: https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
function detailsOf(replay: unknown): readonly unknown[] {
  if (typeof replay !== 'object' || replay === null || !('reasoning_details' in replay)) return [];
  return Array.isArray(replay.reasoning_details) ? replay.reasoning_details : [];
}

const encodeResult = ({ toolCallId, text }: ToolMessage, context: Context): Json => ({
  role: 'tool',
  tool_call_id: idOf(toolCallId, context),
  content: text,
});

/** vLLM's own ids have 46 characters; more than 64 no host takes. */
const maxIdLength = 64;

const idOf = (id: string, { ids, quirks }: Context): string =>
  ids.get(id) ?? quirks.toolCallId?.(id) ?? plainId(id, maxIdLength);
