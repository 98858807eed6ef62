import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssistantTurn, TurnPart } from '../model/transcript.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

/** One part of an answer; `growing` while more of it may come. */
export function part(turnPart: TurnPart, growing: boolean): TemplateResult | typeof nothing {
  switch (turnPart.type) {
    case 'text':
      return html`<parley-markdown .answer=${{ text: turnPart.text, growing }}></parley-markdown>`;
    case 'reasoning':
      return turnPart.text === '' ? nothing : reasoning(turnPart.text, growing);
    case 'refusal':
      return html`<div class="refusal">
        <p class="refusal-title">${icon('circle-slash')}<span>${strings.refused}</span></p>
        <p class="plain" dir="auto">${turnPart.text}</p>
      </div>`;
    case 'tool-call':
      return html`<details class="fold tool-call">
        <summary>${icon('tools')}<span>${strings.toolCall(turnPart.name)}</span></summary>
        <pre tabindex="0" role="region" aria-label=${strings.toolArguments} dir="ltr">${turnPart.arguments}</pre>
      </details>`;
  }
}

/** Whether it is open is the reader's choice alone, so nothing here sets it. */
function reasoning(text: string, growing: boolean): TemplateResult {
  return html`<details class="fold">
    <summary>
      ${icon(growing ? 'loading codicon-modifier-spin' : 'lightbulb')}<span
        >${growing ? strings.thinking : strings.thought}</span
      >
    </summary>
    <parley-markdown .answer=${{ text, growing }}></parley-markdown>
  </details>`;
}

/** What the reader waits for, in words; nothing once text is arriving. */
export function waiting(turn: AssistantTurn, retryInMs: number): TemplateResult | typeof nothing {
  const { waiting: event } = turn;
  if (event?.type === 'retry') {
    const seconds = Math.max(0, Math.ceil(retryInMs / 1_000));
    return waitingLine(strings.retrying(event.error.kind, seconds, event.attempt));
  }
  if (event?.type === 'progress') {
    const label = strings.progress(event);
    return html`${waitingLine(label)}<progress max=${event.total} .value=${event.done} aria-label=${label}></progress>`;
  }
  return turn.parts.length === 0 ? waitingLine(strings.waiting) : nothing;
}

function waitingLine(text: string): TemplateResult {
  return html`<p class="waiting">${icon('loading codicon-modifier-spin')}<span>${text}</span></p>`;
}
