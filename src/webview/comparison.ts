import { guard } from 'lit/directives/guard.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { isOpen } from '../model/compared.ts';
import type { AssistantTurn, Turn } from '../model/transcript.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';
import { assistantTurn } from './turn.ts';
import { waitOf, type Wait } from './waiting.ts';

interface Comparison {
  readonly actions: Actions;
  /** The one that is gone on with, unless another is kept. */
  readonly current: string;
  /** The one that is seen where there is room for one only. */
  readonly shown: string;
  /** One of them can be kept here. */
  readonly canWrite: boolean;
  waitOf(turn: AssistantTurn): Wait | undefined;
}

/** The rest of the panel around them. */
interface Several {
  readonly actions: Actions;
  readonly nowMs: number;
  readonly current: string;
  readonly canWrite: boolean;
}

/** The answers to one question, drawn again as each of them changes. */
export function severalAnswers(state: ViewState, turns: readonly AssistantTurn[], place: Several): unknown {
  const { column, heardAt, heardOf = {} } = state;
  const shown = turns.some(({ id }) => id === column) ? column : undefined;
  const waits = turns.map((turn) =>
    isOpen(turn) ? waitOf(turn, { heardAt: heardOf[turn.id] ?? heardAt }, place.nowMs) : undefined,
  );
  const waitOfTurn = (turn: Turn) => waits[turns.findIndex(({ id }) => id === turn.id)];
  const { actions, current, canWrite } = place;
  return guard([...turns, ...waits.map((wait) => wait?.text), shown, current, canWrite], () =>
    comparison(turns, { actions, current, canWrite, shown: shown ?? current, waitOf: waitOfTurn }),
  );
}

/** The answers of several models side by side, or one at a time with a switch where the panel is narrow. */
function comparison(turns: readonly AssistantTurn[], place: Comparison): TemplateResult {
  return html`<section class="comparison" role="group" aria-label=${strings.comparison(turns.length)}>
    <div class="answer-tabs" role="group" aria-label=${strings.comparisonTabs}>
      ${turns.map((turn) => tab(turn, place))}
    </div>
    <div class="columns">${turns.map((turn) => column(turn, place))}</div>
  </section>`;
}

/** Which is shown is told by more than its colour, and so is what became of the others. */
function tab(turn: AssistantTurn, { shown, actions }: Comparison): TemplateResult {
  const state = isOpen(turn) ? icon('loading codicon-modifier-spin') : turn.error ? icon('error') : nothing;
  return html`<button
    type="button"
    aria-pressed=${turn.id === shown ? 'true' : 'false'}
    title=${turn.label}
    @click=${() => actions.showColumn(turn.id)}
  >
    <span dir="auto">${turn.label}</span>${state}
  </button>`;
}

function column(turn: AssistantTurn, place: Comparison): TemplateResult {
  const { actions, shown, canWrite } = place;
  const own = ownActions(turn.id, actions);
  const drawn = assistantTurn(turn, {
    actions: own,
    isLast: true,
    canAct: false,
    versions: undefined,
    wait: place.waitOf(turn),
    steps: canWrite ? steps(turn, own, place.current) : nothing,
  });
  return html`<div class="column ${turn.id === shown ? 'shown' : ''}">${drawn}</div>`;
}

/** What stops or hurries here means this answer, and not the others. */
function ownActions(id: string, actions: Actions): Actions {
  const post: Actions['post'] = (message) =>
    actions.post(message.type === 'stop' || message.type === 'ask-now' ? { ...message, id } : message);
  return { ...actions, post };
}

function steps(turn: AssistantTurn, { post }: Actions, current: string): TemplateResult {
  const stop = html`<button type="button" class="link-button" @click=${() => post({ type: 'stop' })}>
    ${strings.stopOne(turn.label)}
  </button>`;
  const keep = html`<button
    type="button"
    class="button"
    title=${strings.keepTitle}
    @click=${() => post({ type: 'keep', id: turn.id })}
  >
    ${strings.keep}
  </button>`;
  return html`<div class="steps keep">
    ${turn.parts.length > 0 ? keep : nothing} ${isOpen(turn) ? stop : nothing}
    ${turn.id === current && !isOpen(turn) ? html`<span class="waiting">${strings.goesOn}</span>` : nothing}
  </div>`;
}
