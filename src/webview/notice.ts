import { html, nothing, type TemplateResult } from 'lit/html.js';
import { leadsOn, type ErrorKind, type ResponseError } from '../model/error.ts';
import { isSameModel, type AssistantTurn, type ModelRef } from '../model/transcript.ts';
import type { NamedModel, ViewToHost } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

interface Step {
  readonly label: string;
  readonly message: ViewToHost;
}

const retry: Step = { label: strings.retry, message: { type: 'retry' } };
const goOn: Step = { label: strings.continue, message: { type: 'continue' } };
const addKey: Step = { label: strings.addKey, message: { type: 'action', action: 'add-key' } };
const newChat: Step = { label: strings.newChat, message: { type: 'action', action: 'new-chat' } };
const pickModel: Step = { label: strings.pickAnotherModel, message: { type: 'action', action: 'pick-model' } };

/** The one step that most likely helps after each kind of failure. */
const remedies: Record<ErrorKind, Step> = {
  'no-key': addKey,
  unauthorized: addKey,
  forbidden: pickModel,
  'not-found': pickModel,
  'rate-limited': retry,
  quota: pickModel,
  'too-long': newChat,
  overloaded: retry,
  'bad-request': pickModel,
  network: retry,
  timeout: retry,
  interrupted: retry,
  'bad-response': retry,
};

/**
 * How a turn ended, where its text alone does not say. Only the last turn offers steps: they act on that one.
 * `fallbacks` are those who may be asked instead.
 */
export function notice(
  turn: AssistantTurn,
  actions: Actions | undefined,
  fallbacks: readonly NamedModel[] = [],
): TemplateResult | typeof nothing {
  if (turn.error !== undefined)
    return errorCard(turn.error, stepsAfterError(turn, turn.error, nextOf(turn, turn.error, fallbacks)), actions);
  const hasText = turn.parts.some((part) => part.type === 'text' && part.text !== '');
  switch (turn.finish?.reason) {
    case 'length':
      return line('warning', strings.cutOff, { steps: [goOn], actions });
    case 'filtered':
      // Words of refusal say it already.
      return turn.parts.some((part) => part.type === 'refusal')
        ? buttons({ steps: [pickModel], actions })
        : line('circle-slash', strings.filtered, { steps: [pickModel], actions });
    case 'aborted':
      return line('debug-stop', strings.stopped, { steps: hasText ? [goOn, retry] : [retry], actions });
    case 'stop':
      return turn.parts.length === 0 ? line('info', strings.empty, { steps: [retry], actions }) : nothing;
    default:
      return nothing;
  }
}

/** What came before a failure that may pass can be continued instead of asked for again. */
function stepsAfterError(turn: AssistantTurn, error: ResponseError, next: NamedModel | undefined): Step[] {
  const partial = turn.parts.some((part) => part.type === 'text' && part.text !== '');
  const remedy = remedies[error.kind];
  const instead = next === undefined ? [] : [partial ? goOnWith(next, turn) : retryWith(next, turn)];
  if (!partial) return [remedy, ...instead];
  return remedy === retry ? [goOn, ...instead, retry] : [...instead, remedy];
}

/** The first of the user's list that this answer has not been asked of. */
function nextOf(
  { model, switches = [], parts }: AssistantTurn,
  { kind }: ResponseError,
  fallbacks: readonly NamedModel[],
): NamedModel | undefined {
  // Before the first word they were asked by themselves; and what is too long for one may be so for the next.
  if (kind === 'too-long' || (leadsOn[kind] && parts.length === 0)) return undefined;
  const asked = [model, ...switches.map((change) => change.model)];
  return fallbacks.find((one) => !asked.some((other) => isSameModel(one, other)));
}

const refOf = ({ connection, model }: NamedModel): ModelRef => ({ connection, model });

/** The same model may be had from two providers. */
const nameOf = ({ label, provider }: NamedModel, turn: AssistantTurn): string =>
  label === turn.label ? strings.servedBy(label, provider) : label;

const goOnWith = (next: NamedModel, turn: AssistantTurn): Step => ({
  label: strings.continueWith(nameOf(next, turn)),
  message: { type: 'continue', model: refOf(next) },
});

const retryWith = (next: NamedModel, turn: AssistantTurn): Step => ({
  label: strings.retryWith(nameOf(next, turn)),
  message: { type: 'retry', model: refOf(next) },
});

interface Steps {
  readonly steps: readonly Step[];
  readonly actions: Actions | undefined;
}

function line(iconName: string, text: string, { steps, actions }: Steps): TemplateResult {
  return html`<div class="notice">
    ${icon(iconName)}<span class="notice-text">${text}</span>${buttons({ steps, actions })}
  </div>`;
}

function errorCard(error: ResponseError, steps: Step[], actions: Actions | undefined): TemplateResult {
  const facts = [
    error.status === undefined ? '' : strings.status(error.status),
    error.requestId === undefined ? '' : strings.requestId(error.requestId),
  ].filter((fact) => fact !== '');
  return html`<section class="card" aria-label=${strings.failed}>
    <p class="card-title">${icon('error')}<span dir="auto">${error.message}</span></p>
    ${error.retryAtMs === undefined ? nothing : html`<p class="card-facts">${strings.limitEnds(error.retryAtMs)}</p>`}
    ${
      error.detail === undefined && facts.length === 0 && error.limits === undefined
        ? nothing
        : html`<details>
            <summary>${strings.details}</summary>
            ${error.detail === undefined ? nothing : html`<p class="card-detail" dir="auto">${error.detail}</p>`}
            ${facts.length === 0 ? nothing : html`<p class="card-facts">${facts.join(' · ')}</p>`}
            ${error.limits === undefined ? nothing : html`<p class="card-detail">${error.limits.join('\n')}</p>`}
          </details>`
    }
    ${buttons({ steps, actions })}
  </section>`;
}

/** The first step is the button; a second one is there for those who look for it. */
function buttons({ steps, actions }: Steps): TemplateResult | typeof nothing {
  if (actions === undefined) return nothing;
  return html`<div class="steps">
    ${steps.map(
      ({ label, message }, index) =>
        html`<button
          type="button"
          class=${index === 0 ? 'button' : 'link-button'}
          @click=${() => actions.post(message)}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}
