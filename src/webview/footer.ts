import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssistantTurn } from '../model/transcript.ts';
import { wholeCost } from '../model/usage.ts';
import { strings } from './strings.ts';

/** Who gave an answer, how long it took and what it cost: one quiet line, with more for the pointer and for screen readers. */
export function answerFacts(turn: AssistantTurn): TemplateResult | typeof nothing {
  if (turn.parts.length === 0 && turn.usage === undefined) return nothing;
  const details = detailsOf(turn);
  return html`<span class="facts" title=${details}>
    ${factsOf(turn).map((fact, index) => html`${index === 0 ? '' : ' · '}<span class="fact">${fact}</span>`)}
    ${details === '' ? nothing : html`<span class="visually-hidden">. ${details}</span>`}
  </span>`;
}

/** What is not known is left out, but for the price: nobody shall take silence for “free”. */
function factsOf(turn: AssistantTurn): readonly string[] {
  const { provider, took, usage } = turn;
  return [
    writersOf(turn),
    ...(provider === undefined ? [] : [provider]),
    ...(took?.firstMs === undefined ? [] : [strings.firstToken(took.firstMs)]),
    ...(took === undefined ? [] : [strings.whole(took.wholeMs)]),
    ...(usage === undefined || usage.inputTokens + usage.outputTokens === 0 ? [] : [strings.usage(usage)]),
    ...(took === undefined && usage === undefined ? [] : [priceOf(turn)]),
  ];
}

function priceOf(turn: AssistantTurn): string {
  const cost = wholeCost(turn);
  return cost === undefined ? strings.priceUnknown : strings.price(cost);
}

/** An answer stays that of the model that began it, whoever went on with it. */
function writersOf({ label, model, switches }: AssistantTurn): string {
  const last = switches?.at(-1);
  const isOther =
    last !== undefined && (last.model.model !== model.model || last.model.connection !== model.connection);
  return isOther ? strings.writers(label, last.to) : label;
}

function detailsOf({ usage, took }: AssistantTurn): string {
  return [
    ...(usage === undefined ? [] : [strings.usageTitle(usage)]),
    ...(took?.uncounted ? [strings.uncounted] : []),
  ].join('\n');
}
