import type { Answerer } from '../chat/answerer.ts';
import { inOrder } from '../chat/fallback.ts';
import { othersThan, readFallbacks } from '../chat/fallbackList.ts';
import { systemPrompt } from '../chat/prompt.ts';
import type { Respond } from '../model/message.ts';
import type { ModelRef } from '../model/transcript.ts';
import { labelOf, refOf, windowOf, type Model, type Models } from './models.ts';
import { readSettings } from './settings.ts';

export interface AnswerersOptions {
  readonly models: Pick<Models, 'find'>;
  respondOf(model: Model): Respond;
  /** Told of each fallback that cannot be used, in a sentence. */
  onProblem(sentence: string): void;
}

/** The user's own choice of fallback models for a conversation; undefined for those of the settings. */
type Chosen = readonly ModelRef[] | undefined;

/** Models ready to be asked, with the instructions and limits of the settings, and those that take over. */
export class Answerers {
  readonly #options: AnswerersOptions;

  constructor(options: AnswerersOptions) {
    this.#options = options;
  }

  /** Who answers in a conversation. With `respond`, an answer made of many requests, those ask for a fallback themselves. */
  of(model: Model, respond?: Respond): Answerer {
    const answerer = plain(model, respond ?? this.#options.respondOf(model));
    return respond === undefined
      ? { ...answerer, fallbacks: (chosen) => this.#fallbacks(answerer.model, chosen) }
      : answerer;
  }

  /** The way to ask a model outside of a conversation, for one question, however many requests that takes. */
  respond(model: Model, chosen: () => Chosen = () => undefined): Respond {
    const first = plain(model, this.#options.respondOf(model));
    return inOrder({
      first,
      others: () => this.#fallbacks(first.model, chosen()),
      refit: (request, { model: next }) => ({ ...request, model: next.model }),
    });
  }

  /** Who may be asked instead of a model, in order; `chosen` as in {@link respond}. Never rejects. */
  async others(model: Model, chosen: Chosen): Promise<readonly Model[]> {
    return this.#others(refOf(model), chosen);
  }

  /** Tells what is wrong with the user's list. */
  check(): void {
    readFallbacks(readSettings().fallbacks, this.#options.onProblem);
  }

  async #fallbacks(asked: ModelRef, chosen: Chosen): Promise<readonly Answerer[]> {
    return (await this.#others(asked, chosen)).map((model) => plain(model, this.#options.respondOf(model)));
  }

  async #others(asked: ModelRef, chosen: Chosen): Promise<readonly Model[]> {
    const { models, onProblem } = this.#options;
    try {
      const refs = othersThan(asked, chosen ?? readFallbacks(readSettings().fallbacks, onProblem));
      const found = await models.find(refs);
      return refs.flatMap(({ connection, model }, index) => {
        const one = found[index];
        if (one !== undefined) return [one];
        onProblem(`The fallback “${connection}/${model}” is not used. Set up the connection “${connection}” first.`);
        return [];
      });
    } catch (cause) {
      onProblem(`The fallback models could not be looked up. ${String(cause)}`);
      return [];
    }
  }
}

function plain(model: Model, respond: Respond): Answerer {
  const { instructions, maxOutputTokens } = readSettings();
  return {
    model: refOf(model),
    label: labelOf(model),
    respond,
    system: systemPrompt(instructions),
    window: windowOf(model),
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
  };
}
