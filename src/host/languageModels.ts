import type { lm } from 'vscode';
import type { ModelInfo } from '../llm/provider.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Respond } from '../model/message.ts';
import type { Source } from '../providers/connections.ts';
import type { State } from './state.ts';

const label = 'VS Code models';

/** The models that other extensions offer through the editor; no id of the user's can be the same. */
export const languageModelSource: Source = {
  id: 'vscode.lm',
  label,
  provider: { id: 'vscode.lm', label, contextWindow: 32_768 },
};

export interface LanguageModelsOptions {
  readonly lm: Pick<typeof lm, 'selectChatModels'>;
  readonly state: State;
  /** Manifests of the extensions there are. */
  extensions(): readonly { readonly packageJSON: unknown }[];
}

/**
 * The editor's own models, which need no key. Nothing is asked of the editor before the user has chosen them, since that
 * starts other extensions and may show a dialog.
 */
export class LanguageModels {
  readonly #options: LanguageModelsOptions;

  constructor(options: LanguageModelsOptions) {
    this.#options = options;
  }

  /** True once the user has chosen them. */
  get isChosen(): boolean {
    return this.#options.state.get('languageModels') === true;
  }

  /** True when they are worth mentioning: an extension says that it has some, and they are not in use yet. */
  get isOffered(): boolean {
    return !this.isChosen && this.#options.extensions().some(({ packageJSON }) => offersModels(packageJSON));
  }

  choose(): void {
    this.#options.state.update('languageModels', true);
  }

  leave(): void {
    this.#options.state.update('languageModels', undefined);
  }

  /** All models there are. Rejects with a Failure when there is none. */
  async list(): Promise<readonly ModelInfo[]> {
    const { listModels } = await import('./languageModelCalls.ts');
    return listModels(this.#options.lm);
  }

  /** Asks a model by the id that {@link list} gives it. */
  readonly respond: Respond = (request, signal) => answer(this.#options.lm, request, signal);
}

/** Read at first use: most ask with keys of their own. */
async function* answer(
  models: LanguageModelsOptions['lm'],
  ...asked: Parameters<Respond>
): AsyncGenerator<StreamEvent, void> {
  const { respond } = await import('./languageModelCalls.ts');
  yield* respond(models, ...asked);
}

/** See https://code.visualstudio.com/api/extension-guides/ai/language-model-chat-provider */
function offersModels(manifest: unknown): boolean {
  const { contributes } = manifest as { contributes?: { languageModelChatProviders?: unknown } };
  return contributes?.languageModelChatProviders !== undefined;
}
