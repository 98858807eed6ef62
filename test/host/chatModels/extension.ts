import * as vscode from 'vscode';

/** A question as it arrives at the extension behind a model. */
export interface ChatModelRequest {
  readonly model: string;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly token: vscode.CancellationToken;
}

/** May fail at once as well as later, as real ones do. */
export type ChatModelAnswer = (
  request: ChatModelRequest,
  report: (part: vscode.LanguageModelResponsePart) => void,
) => Promise<void>;

/** What a suite holds of the extension: what it was asked, and what it answers. */
export interface ChatModels {
  models: readonly ChatModel[];
  answer: ChatModelAnswer;
  readonly requests: ChatModelRequest[];
}

/** The last field is a proposal that VS Code's own extensions use: the user has to allow who asks the model. */
export type ChatModel = vscode.LanguageModelChatInformation & { readonly requiresAuthorization?: true };

const echo: ChatModel = {
  id: 'echo',
  name: 'Echo',
  family: 'echo',
  version: '1',
  maxInputTokens: 64_000,
  maxOutputTokens: 4_000,
  capabilities: { imageInput: true, toolCalling: true },
};

const models: readonly ChatModel[] = [echo, { ...echo, id: 'locked', name: 'Locked', requiresAuthorization: true }];

/** Says the last text it was asked. */
const echoed: ChatModelAnswer = async ({ messages }, report) => {
  const texts = messages.flatMap(({ content }) =>
    content.filter((part) => part instanceof vscode.LanguageModelTextPart),
  );
  report(new vscode.LanguageModelTextPart(`You said: ${texts.at(-1)?.value}`));
};

/** Offers chat models through the editor, as Copilot and others do. */
export function activate(context: vscode.ExtensionContext): ChatModels {
  const offered: ChatModels = { models, answer: echoed, requests: [] };
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('parley-tests', {
      provideLanguageModelChatInformation: () => [...offered.models],
      provideLanguageModelChatResponse(model, messages, options, progress, token) {
        const request = { model: model.id, messages, options, token };
        offered.requests.push(request);
        return offered.answer(request, (part) => progress.report(part));
      },
      provideTokenCount: async () => 1,
    }),
  );
  return offered;
}
