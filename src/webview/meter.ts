import { html, nothing, type TemplateResult } from 'lit/html.js';
import { estimateTokens } from '../model/tokens.ts';
import type { ContextUse, PanelState, ViewToHost } from '../protocol.ts';
import { icon } from './controls.ts';
import { meterStrings } from './meterStrings.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';

/** How much of what a model reads at once the next request would take. */
export interface Fill {
  readonly tokens: number;
  /** Of the window, in percent; absent when the window is not known. */
  readonly percent?: number;
  readonly level: 'fine' | 'near' | 'over';
  /** Tokens that do not fit beside the answer. */
  readonly over: number;
  /** US dollars to send it; absent when unknown. */
  readonly cost?: number;
}

/** Of what there is room for; from here on the next question may be the last one that fits. */
const nearFrom = 0.85;

/** Adds up what the host counted, what is attached and what is being written. */
export function fillOf(context: ContextUse, attachments: PanelState['attachments'], draftTokens: number): Fill {
  const { window, answer = 0, price, scale } = context;
  const estimate = context.history + context.instructions + attached(attachments) + draftTokens;
  const tokens = Math.round(estimate * scale);
  const cost = price === undefined ? {} : { cost: (tokens * price) / 1_000_000 };
  if (window === undefined) return { tokens, level: 'fine', over: 0, ...cost };
  const room = window - answer;
  const over = Math.max(0, Math.ceil(tokens - room));
  const level = over > 0 ? 'over' : tokens >= room * nearFrom ? 'near' : 'fine';
  return { tokens, percent: Math.round((tokens / window) * 100), level, over, ...cost };
}

const attached = (attachments: PanelState['attachments']): number =>
  attachments.reduce((sum, { tokens = 0 }) => sum + tokens, 0);

/** What the meter works with. */
export interface MeterOptions {
  state(): ViewState;
  change(next: ViewState): void;
  post(message: ViewToHost): void;
  repaint(): void;
}

/** The composer's measure of what is about to be sent. The draft is counted when the page has nothing else to do. */
export class Meter {
  readonly #options: MeterOptions;
  #counted = '';
  #isPlanned = false;
  #isOpen = false;

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  /** The draft, or what goes along with it, may have changed. */
  look(before: ViewState, state: ViewState): void {
    if (state.panel?.context !== before.panel?.context || state.panel?.attachments !== before.panel?.attachments)
      this.#tell(before, state);
    if (this.#isPlanned || state.draft === this.#counted) return;
    this.#isPlanned = true;
    requestIdleCallback(() => this.#count(), { timeout: 400 });
  }

  /** A ring with the count, which opens to what it is made of. */
  button({ panel, draftTokens = 0 }: ViewState): TemplateResult | typeof nothing {
    if (panel?.context === undefined) return nothing;
    const fill = fillOf(panel.context, panel.attachments, draftTokens);
    const label = meterStrings.meter(fill, panel.context.window);
    return html`<button
      type="button"
      id="meter"
      class="meter ${fill.level}"
      title=${label}
      aria-expanded=${this.#isOpen ? 'true' : 'false'}
      aria-controls="meter-details"
      @click=${() => this.#toggle()}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
    >
      ${fill.percent === undefined ? nothing : ring(fill.percent)}<span aria-hidden="true"
        >${strings.fewTokens(fill.tokens)}</span
      ><span class="visually-hidden">${label}</span>
    </button>`;
  }

  /** What the count is made of, while that is open. */
  details({ panel, draftTokens = 0 }: ViewState): TemplateResult | typeof nothing {
    if (!this.#isOpen || panel?.context === undefined) return nothing;
    const { context, attachments } = panel;
    const fill = fillOf(context, attachments, draftTokens);
    const row = (name: string, tokens: number) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${meterStrings.count(Math.round(tokens * context.scale))}</dd>
      </div>`;
    return html`<section
      id="meter-details"
      class="meter-details"
      aria-label=${meterStrings.details}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
    >
      <p>${meterStrings.details}</p>
      <dl>
        ${row(meterStrings.history, context.history)}
        ${attachments.length === 0 ? nothing : row(meterStrings.attachments, attached(attachments))}
        ${row(meterStrings.draft, draftTokens)} ${row(meterStrings.instructions, context.instructions)}
        <div class="sum">
          <dt>${meterStrings.sum}</dt>
          <dd>${meterStrings.sumOf(fill, context)}</dd>
        </div>
        <div>
          <dt>${meterStrings.kept}</dt>
          <dd>${meterStrings.keptOf(context)}</dd>
        </div>
        <div>
          <dt>${meterStrings.toSend}</dt>
          <dd>${meterStrings.about(fill.cost)}</dd>
        </div>
        <div>
          <dt>${meterStrings.soFar}</dt>
          <dd>${meterStrings.spent(context.spent)}</dd>
        </div>
      </dl>
      <div class="steps">
        ${this.#link(meterStrings.showRequest, { type: 'show-request', text: this.#options.state().draft.trim() })}
        ${this.#link(meterStrings.changeInstructions, { type: 'action', action: 'open-settings', value: 'instructions' })}
      </div>
    </section>`;
  }

  /** Says that the next question hardly fits, or does not, and what helps. */
  warning({ panel, draftTokens = 0 }: ViewState): TemplateResult | typeof nothing {
    if (panel?.context === undefined || panel.readOnly !== undefined) return nothing;
    const fill = fillOf(panel.context, panel.attachments, draftTokens);
    if (fill.level === 'fine') return nothing;
    return html`<div class="banner fill ${fill.level === 'over' ? 'warning' : ''}">
      ${icon(fill.level === 'over' ? 'warning' : 'info')}<span>${meterStrings.warning(fill)}</span>
      ${this.#link(strings.newChat, { type: 'action', action: 'new-chat' })}
      ${this.#link(strings.pickAnotherModel, { type: 'action', action: 'pick-model' })}
    </div>`;
  }

  #link(label: string, message: ViewToHost): TemplateResult {
    return html`<button type="button" class="link-button" @click=${() => this.#options.post(message)}>
      ${label}
    </button>`;
  }

  #count(): void {
    this.#isPlanned = false;
    const state = this.#options.state();
    this.#counted = state.draft;
    const draftTokens = estimateTokens(state.draft);
    if (draftTokens === (state.draftTokens ?? 0)) return;
    const next = { ...state, draftTokens };
    this.#options.change(next);
    this.#tell(state, next);
  }

  /** Whoever does not see the page hears once that the question became too long. */
  #tell(before: ViewState, state: ViewState): void {
    if (levelOf(state) !== 'over' || levelOf(before) === 'over') return;
    this.#options.change({ ...this.#options.state(), status: meterStrings.statusTooLong });
  }

  #toggle(): void {
    this.#isOpen = !this.#isOpen;
    this.#options.repaint();
  }

  /** Otherwise Escape would leave editing, or stop a running answer. */
  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    event.stopPropagation();
    this.#toggle();
    document.querySelector<HTMLElement>('#meter')?.focus();
  }
}

function levelOf({ panel, draftTokens = 0 }: ViewState): Fill['level'] | undefined {
  return panel?.context && fillOf(panel.context, panel.attachments, draftTokens).level;
}

function ring(percent: number): TemplateResult {
  return html`<svg class="ring" viewBox="0 0 16 16" aria-hidden="true">
    <circle class="ring-all" cx="8" cy="8" r="6" />
    <circle cx="8" cy="8" r="6" pathLength="100" stroke-dasharray="${Math.min(100, percent)} 100" />
  </svg>`;
}
