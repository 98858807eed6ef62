import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ToolCallPart } from '../model/message.ts';
import { runnableCalls } from '../model/runnableCalls.ts';
import type { AssistantTurn, TurnPart } from '../model/transcript.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

/** What an answer is made of. A call that did not come whole is never run, and says so. */
export function partsOf(turn: AssistantTurn, state: 'running' | 'ended'): readonly (TemplateResult | typeof nothing)[] {
  const whole: readonly TurnPart[] = runnableCalls(turn);
  return turn.parts.map((item, index) =>
    item.type === 'tool-call' && state === 'ended' && !whole.includes(item)
      ? toolCall(item, strings.toolCallCut(item.name))
      : part(item, state === 'running' && index === turn.parts.length - 1),
  );
}

/** `growing` while more of it may come. */
function part(turnPart: TurnPart, growing: boolean): TemplateResult | typeof nothing {
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
      return toolCall(turnPart, strings.toolCall(turnPart.name));
  }
}

function toolCall(call: ToolCallPart, title: string): TemplateResult {
  return html`<details class="fold tool-call">
    <summary>${icon('tools')}<span>${title}</span></summary>
    <pre tabindex="0" role="group" aria-label=${strings.toolArguments} dir="ltr">${call.arguments}</pre>
  </details>`;
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
