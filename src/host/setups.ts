import { l10n, window } from 'vscode';
import type { ResponseError } from '../model/error.ts';
import type { Connection, Source } from '../providers/connections.ts';
import type { Setup } from '../protocol.ts';
import type { Keys } from './keys.ts';
import { languageModelSource, type LanguageModels } from './languageModels.ts';
import type { Models } from './models.ts';

export interface SetupsOptions {
  readonly keys: Keys;
  readonly models: Models;
  readonly languageModels: LanguageModels;
  connections(): readonly Connection[];
  readonly demo: Connection | undefined;
  addConnection(): Promise<void>;
  localServers(): Promise<readonly Connection[]>;
  /** Something was set up that can be asked, beside servers of this machine, which are looked for. */
  hasOthers(): Promise<boolean>;
  describe(failure: unknown): ResponseError;
  onChange(): void;
}

/** The ways in: what a first run can offer, and what happens when one is taken. */
export class Setups {
  readonly #options: SetupsOptions;

  constructor(options: SetupsOptions) {
    this.#options = options;
  }

  /** Looks for local servers and keys; asked only as long as nothing is set up. */
  async look(): Promise<Setup> {
    const { keys, demo, languageModels } = this.#options;
    const [local, environment, hasOthers] = await Promise.all([
      this.#options.localServers(),
      keys.inEnvironment(),
      this.#options.hasOthers(),
    ]);
    return {
      ready: false,
      local: local.map(({ id, label }) => ({ connection: id, label })),
      environment: environment.map(({ connection, variable }) => ({
        connection: connection.id,
        label: connection.label,
        variable,
      })),
      demo: demo !== undefined,
      ...(languageModels.isOffered ? { languageModels: true } : {}),
      ...(hasOthers ? { models: true } : {}),
    };
  }

  addKey(): Promise<void> {
    return this.#options.keys.add();
  }

  addConnection(): Promise<void> {
    return this.#options.addConnection();
  }

  /** The models of other extensions, from now on; asking for them may show a dialog of the editor. */
  async useLanguageModels(): Promise<void> {
    const { languageModels, describe, onChange } = this.#options;
    try {
      await languageModels.list();
    } catch (failure) {
      return void window.showWarningMessage(describe(failure).message);
    }
    languageModels.choose();
    onChange();
    await this.begin(languageModelSource);
  }

  async useDemo(): Promise<void> {
    if (this.#options.demo !== undefined) await this.begin(this.#options.demo);
  }

  async useConnection(id: string | undefined): Promise<void> {
    const connection = this.#options.connections().find((one) => one.id === id);
    if (connection !== undefined) await this.begin(connection);
  }

  async useEnvironment(id: string | undefined): Promise<void> {
    const offers = await this.#options.keys.inEnvironment();
    const offer = offers.find(({ connection }) => connection.id === id);
    if (offer !== undefined) await this.#options.keys.useEnvironment(offer.connection, offer.variable);
  }

  /** Chooses the model of a connection that has just become usable; lets the user name one when there is no list. */
  async begin(connection: Source): Promise<void> {
    const { models, describe } = this.#options;
    try {
      const model = await models.choosePreferred(connection);
      if (model !== undefined) return;
      void window.showWarningMessage(l10n.t('{0} lists no model to chat with.', connection.label));
    } catch (failure) {
      void window.showWarningMessage(l10n.t('{0} Name a model to go on.', describe(failure).message));
    }
    await models.pick();
  }
}
