import { isSameModel, type ModelRef } from '../model/transcript.ts';
import type { NamedModel, PanelState, Setup } from '../protocol.ts';
import { labelOf, refOf, type Model } from './models.ts';
import type { PanelOptions } from './panel.ts';

const ready: Setup = { ready: true, local: [], environment: [], demo: false };

type Options = Pick<PanelOptions, 'conversations' | 'models' | 'setups' | 'others' | 'answerer'>;

/** Who is asked in the panel and who may be instead, as the user was shown it last. */
export class PanelModels {
  readonly #options: Options;
  #setup: Setup = { ...ready, ready: false };
  #model: Model | undefined;
  #others: readonly Model[] = [];
  #looks = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Looks them up, and what helps where there is nobody. */
  async look(): Promise<void> {
    const { conversations, models, setups, others } = this.#options;
    const look = ++this.#looks;
    const model = await models.current();
    const instead = model === undefined ? [] : await others(model, conversations.current.transcript.fallbacks);
    const setup = model === undefined ? await (await setups()).look() : ready;
    // A later look may be done first, and knows better.
    if (look !== this.#looks) return;
    this.#model = model;
    this.#others = instead;
    this.#setup = setup;
  }

  shown(): Pick<PanelState, 'setup' | 'model' | 'fallbacks'> {
    const model = this.#model;
    return { setup: this.#setup, ...(model && { model: shown(model) }), fallbacks: this.fallbacks() };
  }

  /** They must be able to read the conversation, which grows. */
  fallbacks(): readonly NamedModel[] {
    return this.#others.filter((one) => this.#canRead(one)).map((one) => ({ ...refOf(one), ...shown(one) }));
  }

  /** Who is asked: one of the fallbacks, or who is picked; there may be nobody. */
  async find(instead: ModelRef | undefined): Promise<Model | undefined> {
    const { models } = this.#options;
    if (instead === undefined) return (await models.current()) ?? (await models.pick());
    return this.#others.find((one) => isSameModel(refOf(one), instead) && this.#canRead(one));
  }

  #canRead(model: Model): boolean {
    const { conversations, answerer } = this.#options;
    return conversations.current.isReadableBy(answerer(model));
  }
}

const shown = (model: Model) => ({ label: labelOf(model), provider: model.connection.label });
