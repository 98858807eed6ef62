import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import * as z from 'zod/mini';
import type { ModelInfo } from '../llm/provider.ts';
import type { ResponseError } from '../model/error.ts';
import type { Connection } from '../providers/connections.ts';
import type { State } from './state.ts';

/** A model that can be asked: where it is and what it is called there. */
export interface Model {
  readonly connection: Connection;
  readonly info: ModelInfo;
}

/** Tokens a model is taken to read and write in one request. */
export const windowOf = ({ connection, info }: Model): number =>
  info.contextWindow ?? connection.provider.contextWindow;

export const labelOf = ({ info }: Model): string => info.label ?? info.id;

/** The choice as it is remembered: with what the provider's list said of the model. */
const chosenSchema = z.object({
  connection: z.string(),
  info: z.object({
    id: z.string(),
    label: z.exactOptional(z.string()),
    contextWindow: z.exactOptional(z.number()),
  }),
});

export interface ModelsOptions {
  readonly state: State;
  /** The connections that have what they need: a key, or no need of one. */
  usable(): Promise<readonly Connection[]>;
  /** A provider's own list; rejects with a Failure. */
  list(connection: Connection): Promise<readonly ModelInfo[]>;
  describe(failure: unknown): ResponseError;
  addKey(): void;
  onChoose(): void;
}

/** Which models there are, and which one is asked. */
export class Models {
  readonly #options: ModelsOptions;
  readonly #lists = new Map<string, Promise<readonly ModelInfo[]>>();

  constructor(options: ModelsOptions) {
    this.#options = options;
  }

  /** The model picked last, when its connection can still be used. Asks no provider, so that a question waits for nothing. */
  async current(): Promise<Model | undefined> {
    const { data: chosen } = chosenSchema.safeParse(this.#options.state.get('model'));
    if (chosen === undefined) return undefined;
    const connection = (await this.#options.usable()).find(({ id }) => id === chosen.connection);
    return connection === undefined ? undefined : { connection, info: chosen.info };
  }

  choose({ connection, info }: Model): void {
    this.#options.state.update('model', { connection: connection.id, info } satisfies z.input<typeof chosenSchema>);
    this.#options.onChoose();
  }

  /** Chooses the model that a connection's provider prefers; rejects when its list cannot be had. */
  async choosePreferred(connection: Connection): Promise<Model | undefined> {
    const list = await this.#list(connection);
    const preferred = connection.provider.preferredModels ?? [];
    const info = preferred.map((start) => list.find(({ id }) => id.startsWith(start))).find(Boolean) ?? list[0];
    if (info === undefined) return undefined;
    const model = { connection, info };
    this.choose(model);
    return model;
  }

  /** Forgets the lists, because keys or servers have changed. */
  refresh(): void {
    this.#lists.clear();
  }

  /** Lets the user pick among the models of all usable connections; a list that comes late joins when it is there. */
  async pick(): Promise<Model | undefined> {
    const connections = await this.#options.usable();
    // A model downloaded on this machine is to be found without a restart, and its server is asked at no cost.
    for (const { id, provider } of connections) if (provider.local) this.#lists.delete(id);
    const box = window.createQuickPick<ModelItem>();
    box.title = 'Model to ask';
    box.placeholder = 'Type to search, or type the name of a model that is not listed';
    box.matchOnDescription = true;
    box.busy = true;
    const found = new Map<Connection, readonly ModelItem[]>();
    const show = () => {
      box.items = [
        ...connections.flatMap((connection) => found.get(connection) ?? []),
        // A server of this machine that does not answer is not offered.
        ...typed(
          box.value,
          connections.filter((connection) => !connection.provider.local || found.get(connection)?.length),
        ),
        addKeyItem,
      ];
    };
    show();
    void Promise.all(
      connections.map(async (connection) => {
        found.set(connection, await this.#itemsOf(connection));
        const [active] = box.activeItems;
        show();
        // A list that comes late must not move the selection away from the model that Enter is about to take.
        if (active?.model !== undefined && box.items.includes(active)) box.activeItems = [active];
      }),
    ).then(() => (box.busy = false));
    const picked = await new Promise<ModelItem | undefined>((resolve) => {
      box.onDidChangeValue(show);
      box.onDidAccept(() => {
        const [item] = box.activeItems;
        if (item?.model === undefined && item !== addKeyItem) return;
        resolve(item);
        box.hide();
      });
      box.onDidHide(() => {
        resolve(undefined);
        box.dispose();
      });
      box.show();
    });
    if (picked === addKeyItem) this.#options.addKey();
    if (picked?.model !== undefined) this.choose(picked.model);
    return picked?.model;
  }

  async #itemsOf(connection: Connection): Promise<readonly ModelItem[]> {
    const separator = { label: connection.label, kind: QuickPickItemKind.Separator };
    try {
      const list = await this.#list(connection);
      return [separator, ...list.map((info) => itemOf({ connection, info }))];
    } catch (failure) {
      const { kind, message } = this.#options.describe(failure);
      // Ollama or LM Studio not running is no news to those who do not use it.
      if (kind === 'network' && connection.provider.local) return [];
      return [separator, { label: '$(warning) No list of models', detail: message }];
    }
  }

  #list(connection: Connection): Promise<readonly ModelInfo[]> {
    const known = this.#lists.get(connection.id);
    if (known !== undefined) return known;
    const list = this.#options.list(connection);
    this.#lists.set(connection.id, list);
    // A failure is not kept: the next look tries again.
    list.catch(() => this.#lists.delete(connection.id));
    return list;
  }
}

type ModelItem = QuickPickItem & { readonly model?: Model };

const addKeyItem: ModelItem = { label: '$(key) Add a key…', alwaysShow: true };

function itemOf(model: Model): ModelItem {
  const { id, label, contextWindow } = model.info;
  return {
    label: label ?? id,
    description: [label === undefined ? '' : id, model.connection.label].filter(Boolean).join(' · '),
    ...(contextWindow === undefined ? {} : { detail: `Reads up to ${contextWindow.toLocaleString('en')} tokens` }),
    model,
  };
}

function typed(value: string, connections: readonly Connection[]): readonly ModelItem[] {
  const id = value.trim();
  if (id === '') return [];
  const separator = { label: 'Not listed', kind: QuickPickItemKind.Separator };
  const items = connections.map((connection) => ({
    label: `$(edit) Use “${id}”`,
    description: connection.label,
    model: { connection, info: { id } },
    alwaysShow: true,
  }));
  return items.length === 0 ? [] : [separator, ...items];
}
