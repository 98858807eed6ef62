import type { Answerer } from '../chat/answerer.ts';
import { answerTokens } from '../chat/fits.ts';
import { nextTokens } from '../chat/nextRequest.ts';
import type { ContextUse } from '../protocol.ts';
import { spentOn } from '../usage/spent.ts';
import type { Conversations } from './conversations.ts';
import type { Attempt } from './log.ts';
import { priceOf } from './modelPrice.ts';
import type { Model, Models } from './models.ts';

export interface ContextMeterOptions {
  readonly models: Pick<Models, 'current'>;
  readonly conversations: Pick<Conversations, 'current'>;
  answerer(model: Model): Answerer;
  /** The question that the next one takes the place of. */
  editing(): string | undefined;
  /** There is a page to tell. */
  isShown(): boolean;
  tell(context: ContextUse): void;
  readonly attempt: Attempt;
}

/** Changes come together: a question, its answer's beginning, the attachments that went along. */
const gatherMs = 40;

/** Tells what goes along with the next question. The history is read once for each change of it, and never for a keystroke. */
export class ContextMeter {
  readonly #options: ContextMeterOptions;
  #isPlanned = false;

  constructor(options: ContextMeterOptions) {
    this.#options = options;
  }

  /** Counts in a moment. */
  plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      void this.#options.attempt(() => this.#count());
    }, gatherMs);
  }

  async #count(): Promise<void> {
    const { models, conversations, answerer, editing, isShown, tell } = this.#options;
    // Settings may change before the panel is shown, which then counts. Nobody else may need the chat that is counted.
    if (!isShown()) return;
    const model = await models.current();
    if (model === undefined) return;
    const { transcript } = conversations.current;
    const asked = answerer(model);
    const price = priceOf(model)?.input;
    tell({
      ...nextTokens(transcript, asked, editing()),
      spent: spentOn(transcript),
      // What is assumed of a model whose window is not known is no measure to show.
      ...(model.info.contextWindow === undefined ? {} : windowOf(asked, model.info.contextWindow)),
      ...(price === undefined ? {} : { price }),
    });
  }
}

const windowOf = ({ maxOutputTokens }: Answerer, window: number): Pick<ContextUse, 'window' | 'answer'> => ({
  window,
  answer: answerTokens(maxOutputTokens === undefined ? {} : { maxOutputTokens }, window),
});
