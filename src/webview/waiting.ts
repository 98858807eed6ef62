import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssistantTurn } from '../model/transcript.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

/** When things were last heard of the answer, by the clock of the page. */
export interface Heard {
  /** Something new came, or the wait began. */
  readonly heardAt: number;
  /** A sign of life came that said nothing. */
  readonly aliveAt?: number;
}

/** What the reader waits for, in words. With `askNow`, the name of a button, the wait can be ended. */
export interface Wait {
  readonly text: string;
  readonly askNow?: string;
}

/** Shorter waits are told without a count, and shorter pauses in an answer not at all. */
const countFromMs = 5_000;
const pauseFromMs = 10_000;
/** A card that goes at once would only flicker. */
const cardFromMs = 2_000;

/** What an answer that is being given waits for; undefined while its text arrives. */
export function waitOf(turn: AssistantTurn, heard: Heard, nowMs: number): Wait | undefined {
  const { waiting } = turn;
  const quietMs = Math.max(0, nowMs - heard.heardAt);
  if (waiting?.type === 'retry') {
    const leftMs = waiting.delayMs - quietMs;
    const { kind } = waiting.error;
    const text = strings.retrying(kind, Math.max(0, seconds(leftMs)), waiting.attempt);
    if (leftMs > 0 && waiting.delayMs >= cardFromMs) return { text, askNow: strings.retryNow };
    if (-leftMs < countFromMs) return { text };
    return firstWord(-leftMs, heard, nowMs);
  }
  if (waiting?.type === 'queued') {
    const { delayMs, by } = waiting;
    if (delayMs === undefined) return { text: strings.queued(undefined, by), askNow: strings.askAnyway };
    const leftMs = delayMs - quietMs;
    if (leftMs > 0) return { text: strings.queued(seconds(leftMs), by), askNow: strings.askAnyway };
    return firstWord(-leftMs, heard, nowMs);
  }
  if (waiting?.type === 'progress') return { text: strings.progress(waiting) };
  if (turn.parts.length === 0) return firstWord(quietMs, heard, nowMs);
  return quietMs < pauseFromMs
    ? undefined
    : { text: strings.waitingForMore(Math.floor(quietMs / 1_000)) + life(heard, nowMs) };
}

function firstWord(quietMs: number, heard: Heard, nowMs: number): Wait {
  if (quietMs < countFromMs) return { text: strings.waiting };
  return { text: strings.waitingForFirst(Math.floor(quietMs / 1_000)) + life(heard, nowMs) };
}

const life = ({ aliveAt }: Heard, nowMs: number): string =>
  aliveAt === undefined ? '' : strings.alive(Math.floor(Math.max(0, nowMs - aliveAt) / 1_000));

const seconds = (ms: number): number => Math.ceil(ms / 1_000);

/** The wait as it is drawn: one quiet line, or a card with the two ways out of it. */
export function waitPart(wait: Wait, turn: AssistantTurn, actions: Actions): TemplateResult {
  if (wait.askNow !== undefined) return card(wait.text, wait.askNow, actions);
  const { waiting } = turn;
  const bar =
    waiting?.type === 'progress'
      ? html`<progress max=${waiting.total} .value=${waiting.done} aria-label=${wait.text}></progress>`
      : nothing;
  return html`<p class="waiting">${icon('loading codicon-modifier-spin')}<span>${wait.text}</span></p>
    ${bar}`;
}

function card(text: string, askNow: string, { post }: Actions): TemplateResult {
  return html`<section class="card wait" aria-label=${strings.waitCard}>
    <p class="card-title">${icon('watch')}<span>${text}</span></p>
    <div class="steps">
      <button type="button" class="button" @click=${() => post({ type: 'ask-now' })}>${askNow}</button>
      <button type="button" class="link-button" @click=${() => post({ type: 'stop' })}>${strings.cancel}</button>
    </div>
  </section>`;
}
