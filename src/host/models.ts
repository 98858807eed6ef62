import { window } from 'vscode';
import type { ModelInfo } from '../llm/provider.ts';
import type { ResponseError } from '../model/error.ts';
import type { ModelRef } from '../model/transcript.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Source } from '../providers/connections.ts';
import { preferredModel } from '../providers/modelChoice.ts';
import type { Listing, ModelItem, Offer } from './modelItems.ts';
import { ModelMemory } from './modelMemory.ts';
import type { State } from './state.ts';

/** A model that can be asked: where it is and what it is called there. */
export interface Model {
  readonly connection: Source;
  readonly info: ModelInfo;
}

/** Tokens a model is taken to read and write in one request. */
export const windowOf = ({ connection, info }: Model): number =>
  info.contextWindow ?? connection.provider.contextWindow;

/** How it is named where it is written down. */
export const refOf = ({ connection, info }: Model): ModelRef => ({ connection: connection.id, model: info.id });

export const labelOf = ({ info }: Model): string => info.label ?? info.id;

export interface ModelsOptions {
  readonly state: State;
  /** The connections that have what they need: a key, or no need of one. */
  usable(): Promise<readonly Source[]>;
  /** A provider's own list; rejects with a Failure. */
  list(connection: Source): Promise<readonly ModelInfo[]>;
  /** What is known of models beside their lists; never rejects. */
  catalogue(): Promise<Catalogue>;
  describe(failure: unknown): ResponseError;
  /** Ways to more models, shown below them. */
  offers(): readonly Offer[];
  /** What to do about a connection whose list cannot be had. */
  helpWith(connection: Source): Offer | undefined;
  onChoose(): void;
}

/** Which models there are, and which one is asked. */
export class Models {
  readonly #options: ModelsOptions;
  readonly #memory: ModelMemory;
  readonly #lists = new Map<string, Promise<readonly ModelInfo[]>>();
  /** Those that have come. */
  readonly #listed = new Map<string, readonly ModelInfo[]>();

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#memory = new ModelMemory(options.state);
  }

  /** The model picked last, when its connection can still be used. Asks no provider, so that a question waits for nothing. */
  async current(): Promise<Model | undefined> {
    const { chosen } = this.#memory;
    if (chosen === undefined) return undefined;
    const connection = (await this.#options.usable()).find(({ id }) => id === chosen.connection);
    return connection === undefined ? undefined : this.#completed({ connection, info: chosen.info });
  }

  /** Takes a model as its list has it: what the catalogue adds may be another thing tomorrow. */
  choose({ connection, info }: Model): void {
    this.#memory.choose({ connection: connection.id, info });
    this.#options.onChoose();
  }

  /** Chooses the model that a connection's provider prefers; rejects when its list cannot be had. */
  async choosePreferred(connection: Source): Promise<Model | undefined> {
    const list = await this.#list(connection).catch((failure: unknown) => this.#listlessModels(connection, failure));
    const info = preferredModel(list, connection.provider.preferredModels ?? []);
    if (info === undefined) return undefined;
    this.choose({ connection, info });
    return this.#completed({ connection, info });
  }

  /** The models of these names, undefined where the connection cannot be used. Asks no provider, as {@link current}. */
  async find(refs: readonly ModelRef[]): Promise<readonly (Model | undefined)[]> {
    const usable = refs.length === 0 ? [] : await this.#options.usable();
    return Promise.all(
      refs.map(async ({ connection: wanted, model: id }) => {
        const connection = usable.find((one) => one.id === wanted);
        if (connection === undefined) return undefined;
        const listed = this.#listed.get(wanted)?.find((info) => info.id === id);
        return this.#completed({ connection, info: listed ?? this.#memory.info(wanted, id) ?? { id } });
      }),
    );
  }

  /** Forgets the lists, because keys or servers have changed. */
  refresh(): void {
    this.#lists.clear();
    this.#listed.clear();
  }

  /** Lets the user pick among the models of all usable connections. */
  async pick(): Promise<Model | undefined> {
    const picked = await this.#picked('Model to ask', this.#options.offers());
    picked?.offer?.run();
    if (picked?.model === undefined) return undefined;
    this.choose(picked.model);
    return this.#completed(picked.model);
  }

  /** The same for another purpose than to ask it next. */
  async pickFor(title: string): Promise<Model | undefined> {
    return (await this.#picked(title, []))?.model;
  }

  async #picked(title: string, offers: readonly Offer[]): Promise<ModelItem | undefined> {
    const [connections, catalogue] = await Promise.all([this.#options.usable(), this.#options.catalogue()]);
    // A model downloaded on this machine is to be found without a restart, and its server is asked at no cost.
    for (const { id, provider } of connections) if (provider.local) this.#lists.delete(id);
    const { pickModel } = await import('./modelPicker.ts');
    return pickModel({
      title,
      connections,
      catalogue,
      memory: this.#memory,
      offers,
      helpWith: (connection) => this.#options.helpWith(connection),
      listing: (connection) => this.#listing(connection, catalogue),
    });
  }

  /** Makes the current model a favourite or no longer one: the way to it for the keyboard, and for a keybinding. */
  async toggleFavourite(): Promise<void> {
    const { chosen } = this.#memory;
    const model = await this.current();
    if (chosen === undefined || model === undefined)
      return void window.showInformationMessage('Pick a model first; then it can become a favourite.');
    const isNew = this.#memory.toggleFavourite(chosen);
    const what = isNew ? 'is a favourite now: it comes first in the list of models.' : 'is no favourite any more.';
    void window.showInformationMessage(`“${labelOf(model)}” ${what}`);
  }

  async #completed({ connection, info }: Model): Promise<Model> {
    return { connection, info: (await this.#options.catalogue()).complete(connection.provider.id, info) };
  }

  async #listing(connection: Source, catalogue: Catalogue): Promise<Listing> {
    try {
      return { infos: await this.#list(connection) };
    } catch (failure) {
      const { kind, message } = this.#options.describe(failure);
      // Ollama or LM Studio not running is no news to those who do not use it.
      if (kind === 'network' && connection.provider.local) return { infos: [], hidden: true };
      return { infos: catalogue.models(connection.provider.id), problem: message };
    }
  }

  /** The catalogue's models of a provider that has no list at all; any other failure stays one. */
  async #listlessModels(connection: Source, failure: unknown): Promise<readonly ModelInfo[]> {
    const known = (await this.#options.catalogue()).models(connection.provider.id);
    if (this.#options.describe(failure).kind !== 'not-found' || known.length === 0) throw failure;
    return known;
  }

  #list(connection: Source): Promise<readonly ModelInfo[]> {
    const known = this.#lists.get(connection.id);
    if (known !== undefined) return known;
    const list = this.#options.list(connection);
    this.#lists.set(connection.id, list);
    list.then(
      (infos) => this.#listed.set(connection.id, infos),
      // A failure is not kept: the next look tries again.
      () => this.#lists.delete(connection.id),
    );
    return list;
  }
}
