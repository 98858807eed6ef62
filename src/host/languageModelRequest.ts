import {
  l10n,
  LanguageModelChatMessage,
  LanguageModelChatToolMode,
  LanguageModelDataPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  type LanguageModelChatRequestOptions,
} from 'vscode';
import type { AssistantMessage, FilePart, Message, Request, ToolMessage, UserMessage } from '../model/message.ts';

/** The history as the editor's models read it. They know no system message, so the instructions come first. */
export function messagesFrom({ system, messages }: Request): LanguageModelChatMessage[] {
  const found = system === undefined ? [] : [LanguageModelChatMessage.User(system)];
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    // Results of calls that were made together belong into one message.
    if (message.role === 'tool' && before?.role === 'tool') found.at(-1)?.content.push(resultOf(message));
    else found.push(...messageFrom(message));
  }
  return found;
}

function messageFrom(message: Message): readonly LanguageModelChatMessage[] {
  switch (message.role) {
    case 'user':
      return [LanguageModelChatMessage.User(userParts(message))];
    case 'tool':
      return [LanguageModelChatMessage.User([resultOf(message)])];
    case 'assistant': {
      const parts = assistantParts(message);
      return parts.length === 0 ? [] : [LanguageModelChatMessage.Assistant(parts)];
    }
  }
}

const userParts = ({ text, files = [] }: UserMessage) => [...files.map(dataOf), new LanguageModelTextPart(text)];

const dataOf = ({ data, mediaType }: FilePart) =>
  new LanguageModelDataPart(
    Uint8Array.from(atob(data), (character) => character.charCodeAt(0)),
    mediaType,
  );

/** Reasoning stays behind: the stable API takes none back. */
const assistantParts = ({ parts }: AssistantMessage) =>
  parts.flatMap((part): (LanguageModelTextPart | LanguageModelToolCallPart)[] => {
    if (part.type === 'text') return part.text === '' ? [] : [new LanguageModelTextPart(part.text)];
    return part.type === 'tool-call'
      ? [new LanguageModelToolCallPart(part.id, part.name, inputOf(part.arguments))]
      : [];
  });

const resultOf = ({ toolCallId, text }: ToolMessage) =>
  new LanguageModelToolResultPart(toolCallId, [new LanguageModelTextPart(text)]);

/** What a model wrote may be invalid; an object is all that is taken. */
function inputOf(text: string): object {
  try {
    const input: unknown = JSON.parse(text);
    return typeof input === 'object' && input !== null ? input : {};
  } catch {
    return {};
  }
}

/** The tools, and whether one has to be called. A choice of one tool is made by offering no other. */
export function optionsFrom({ tools = [], toolChoice }: Request): LanguageModelChatRequestOptions {
  const named = typeof toolChoice === 'object' ? toolChoice.name : undefined;
  const offered = toolChoice === 'none' ? [] : tools.filter(({ name }) => named === undefined || name === named);
  const justification = l10n.t('You picked this model in Parley.');
  if (offered.length === 0) return { justification };
  return {
    justification,
    tools: offered.map(({ name, description = '', parameters }) => ({ name, description, inputSchema: parameters })),
    ...(toolChoice === 'required' || named !== undefined ? { toolMode: LanguageModelChatToolMode.Required } : {}),
  };
}
