import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { isRunning, type Turn } from '../model/transcript.ts';
import type { PanelState } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { composer } from './composer.ts';
import { icon } from './controls.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';
import { assistantTurn, farTurn, pendingTurn, userTurn } from './turn.ts';
import { waitOf } from './waiting.ts';
import { emptyChat, firstRun } from './welcome.ts';

interface Scene {
  readonly actions: Actions;
  readonly nowMs: number;
  /** The reader is at the end, and stays there as text comes. */
  readonly following: boolean;
  /** Whether a turn is drawn, or a box in its place: see `nearby.ts`. */
  readonly isDrawn: (id: string, after: number) => boolean;
}

/** Turns in one box, which the browser leaves out as a whole while it is away from the screen. */
const turnsAGroup = 40;

/** The whole panel. Drawn again for every change; turns that did not change are skipped. */
export function panel(state: ViewState, scene: Scene): TemplateResult | typeof nothing {
  const { panel: shown } = state;
  if (shown === undefined) return nothing;
  const empty = shown.transcript.turns.length === 0 && state.pending === undefined;
  return html`
    <main id="conversation" tabindex="0" aria-label=${strings.conversation}>
      <h1 class="visually-hidden">${strings.panel}</h1>
      <div id="turns">${empty ? welcome(shown, scene.actions) : turns(state, shown, scene)}</div>
    </main>
    <div class="jump" ?hidden=${scene.following || empty}>
      <button type="button" class="jump-button" @click=${scene.actions.jumpToEnd}>
        ${icon('arrow-down')}<span>${strings.jumpToLatest}</span>
      </button>
    </div>
    ${composer(state, shown, scene.actions)}
    <div role="status" aria-live="polite" class="visually-hidden">${state.status}</div>
  `;
}

function welcome({ setup }: PanelState, actions: Actions): TemplateResult {
  return setup.ready ? emptyChat() : firstRun(setup, actions);
}

function turns(state: ViewState, shown: PanelState, scene: Scene): TemplateResult {
  const all = shown.transcript.turns;
  const last = all.length - 1;
  const draw = drawTurn(state, shown, scene);
  const groups = Array.from({ length: Math.max(1, Math.ceil(all.length / turnsAGroup)) }, (_, index) => {
    const from = index * turnsAGroup;
    const group = all.slice(from, from + turnsAGroup);
    const isDrawn = group.map(({ id }, at) => scene.isDrawn(id, last - from - at));
    const one = (turn: Turn, at: number) => (isDrawn[at] ? draw.turn(turn) : farTurn(turn));
    if (from + group.length <= last) {
      return guard([...group, ...isDrawn, draw.editable], () => html`<div class="turn-group">${group.map(one)}</div>`);
    }
    const pending = state.pending === undefined ? nothing : pendingTurn(state.pending);
    return html`<div class="turn-group">${group.map(one)} ${pending}</div>`;
  });
  return html`${groups}`;
}

interface DrawTurn {
  /** The question that can be edited now. */
  readonly editable: Turn | undefined;
  turn(turn: Turn): unknown;
}

function drawTurn(state: ViewState, shown: PanelState, { actions, nowMs }: Scene): DrawTurn {
  const all = shown.transcript.turns;
  const running = isRunning(shown.transcript);
  const canWrite = shown.readOnly === undefined;
  const editable = running || !canWrite ? undefined : all.findLast((turn) => turn.role === 'user');
  const draw = (turn: Turn) => {
    if (turn.role === 'user') {
      const canEdit = turn === editable;
      return guard([turn, canEdit], () => userTurn(turn, { actions, canEdit }));
    }
    const isLast = turn === all.at(-1);
    const canAct = isLast && canWrite;
    const wait = isLast && running ? waitOf(turn, state, nowMs) : undefined;
    const fallbacks = canAct ? shown.fallbacks : undefined;
    return guard([turn, isLast, canAct, wait?.text, fallbacks], () =>
      assistantTurn(turn, { actions, isLast, canAct, wait, fallbacks }),
    );
  };
  return { editable, turn: draw };
}
