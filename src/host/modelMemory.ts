import * as z from 'zod/mini';
import { orElse } from '../chat/orElse.ts';
import type { ModelInfo } from '../llm/provider.ts';
import type { State } from './state.ts';

const price = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.exactOptional(z.number()),
  cacheWrite: z.exactOptional(z.number()),
});

/** A model as it is remembered: with what its provider's list said of it, so that no list has to be asked for it. */
const remembered = z.object({
  connection: z.string(),
  info: z.object({
    id: z.string(),
    label: z.exactOptional(z.string()),
    contextWindow: z.exactOptional(z.number()),
    maxOutputTokens: z.exactOptional(z.number()),
    inputs: z.exactOptional(z.array(z.enum(['image', 'document', 'audio']))),
    reasoning: z.exactOptional(z.boolean()),
    temperature: z.exactOptional(z.boolean()),
    price: z.exactOptional(price),
  }),
});

export interface RememberedModel {
  readonly connection: string;
  readonly info: ModelInfo;
}

const recentsKept = 5;

/** The user's choices among models, in the editor's own small storage. */
export class ModelMemory {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The one chosen last. */
  get chosen(): RememberedModel | undefined {
    return remembered.safeParse(this.#state.get('model')).data;
  }

  /** Those chosen lately, the last one first. */
  get recent(): readonly RememberedModel[] {
    return this.#list('recentModels');
  }

  get favourites(): readonly RememberedModel[] {
    return this.#list('favouriteModels');
  }

  /** What is remembered of a model. */
  info(connection: string, id: string): ModelInfo | undefined {
    return [this.chosen, ...this.recent, ...this.favourites].find(
      (one) => one?.connection === connection && one.info.id === id,
    )?.info;
  }

  choose(model: RememberedModel): void {
    this.#state.update('model', model);
    const others = this.recent.filter((other) => !isSame(other, model));
    this.#state.update('recentModels', [model, ...others].slice(0, recentsKept));
  }

  /** Makes it a favourite, the last in their order, or takes it from them. True when it is one now. */
  toggleFavourite(model: RememberedModel): boolean {
    const others = this.favourites.filter((other) => !isSame(other, model));
    const isNew = others.length === this.favourites.length;
    this.#state.update('favouriteModels', isNew ? [...others, model] : others);
    return isNew;
  }

  #list(key: string): readonly RememberedModel[] {
    return orElse(z.array(orElse(z.nullable(remembered), null)), [])
      .parse(this.#state.get(key))
      .filter(isThere);
  }
}

const isThere = <T>(value: T | null): value is T => value !== null;

/** True for two entries of one model. */
export const isSame = (one: RememberedModel, other: RememberedModel): boolean =>
  one.connection === other.connection && one.info.id === other.info.id;
