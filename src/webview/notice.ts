import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ErrorKind, ResponseError } from '../model/error.ts';
import type { AssistantTurn } from '../model/transcript.ts';
import type { ViewToHost } from '../protocol.ts';
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

/** How a turn ended, where its text alone does not say. Only the last turn offers steps: they act on that one. */
export function notice(turn: AssistantTurn, actions: Actions | undefined): TemplateResult | typeof nothing {
  if (turn.error !== undefined) return errorCard(turn.error, stepsAfterError(turn, turn.error), actions);
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
function stepsAfterError(turn: AssistantTurn, error: ResponseError): Step[] {
  const partial = turn.parts.some((part) => part.type === 'text' && part.text !== '');
  const remedy = remedies[error.kind];
  return partial && remedy === retry ? [goOn, retry] : [remedy];
}

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
