import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { isRunning, type Transcript, type Turn } from '../model/transcript.ts';
import type { PanelState } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { composer } from './composer.ts';
import { icon } from './controls.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';
import { assistantTurn, farTurn, pendingTurn, userTurn } from './turn.ts';
import type { Versions } from './versions.ts';
import { waitOf } from './waiting.ts';
import { emptyChat, firstRun } from './welcome.ts';

interface Scene {
  readonly actions: Actions;
  readonly nowMs: number;
  /** The reader is at the end, and stays there as text comes. */
  readonly following: boolean;
  /** Whether a turn is drawn, or a box in its place: see `nearby.ts`. */
  readonly isDrawn: (id: string, after: number) => boolean;
  readonly versionsOf: (transcript: Transcript) => Versions;
  /** Something of the conversation is selected. */
  readonly canQuote: boolean;
}

/** Turns in one box, which the browser leaves out as a whole while it is away from the screen. */
const turnsAGroup = 40;

/** The whole panel. Drawn again for every change; turns that did not change are skipped. */
export function panel(state: ViewState, scene: Scene): TemplateResult | typeof nothing {
  const { panel: shown } = state;
  if (shown === undefined) return nothing;
  const empty = shown.transcript.turns.length === 0 && state.pending === undefined;
  const fixed = isRunning(shown.transcript) || shown.readOnly !== undefined;
  return html`
    <main id="conversation" tabindex="0" aria-label=${strings.conversation}>
      <h1 class="visually-hidden">${strings.panel}</h1>
      <div id="turns" class=${fixed ? 'fixed' : ''}>
        ${empty ? welcome(shown, scene.actions) : turns(state, shown, scene)}
      </div>
    </main>
    <div class="jump">
      <div class="jump-row">
        <button type="button" class="jump-button" ?hidden=${scene.following || empty} @click=${scene.actions.jumpToEnd}>
          ${icon('arrow-down')}<span>${strings.jumpToLatest}</span>
        </button>
        ${scene.canQuote ? quoteButton(scene.actions) : nothing}
      </div>
    </div>
    ${composer(state, shown, scene.actions)}
    <div role="status" aria-live="polite" class="visually-hidden">${state.status}</div>
  `;
}

/** A press would take the selection away before the click comes. */
function quoteButton(actions: Actions): TemplateResult {
  const keep = (event: Event) => event.preventDefault();
  return html`<button type="button" class="jump-button" @mousedown=${keep} @click=${actions.quote}>
    ${icon('quote')}<span>${strings.quote}</span>
  </button>`;
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
      return guard(
        [...group, ...isDrawn, ...group.map(draw.key)],
        () => html`<div class="turn-group">${group.map(one)}</div>`,
      );
    }
    const pending = state.pending === undefined ? nothing : pendingTurn(state.pending);
    return html`<div class="turn-group">${group.map(one)} ${pending}</div>`;
  });
  return html`${groups}`;
}

interface DrawTurn {
  /** What may change of a turn beside itself. */
  key(turn: Turn): string | undefined;
  turn(turn: Turn): unknown;
}

function drawTurn(state: ViewState, shown: PanelState, { actions, nowMs, versionsOf }: Scene): DrawTurn {
  const all = shown.transcript.turns;
  const running = isRunning(shown.transcript);
  const canWrite = shown.readOnly === undefined;
  const allVersions = versionsOf(shown.transcript);
  const key = ({ id }: Turn) => allVersions.get(id)?.join(' ');
  const draw = (turn: Turn) => {
    const versions = allVersions.get(turn.id);
    if (turn.role === 'user') return guard([turn, key(turn)], () => userTurn(turn, { actions, versions }));
    const isLast = turn === all.at(-1);
    const canAct = isLast && canWrite;
    const wait = isLast && running ? waitOf(turn, state, nowMs) : undefined;
    const fallbacks = canAct ? shown.fallbacks : undefined;
    return guard([turn, isLast, canAct, wait?.text, fallbacks, key(turn)], () =>
      assistantTurn(turn, { actions, isLast, canAct, versions, wait, fallbacks }),
    );
  };
  return { key, turn: draw };
}
