import { html, nothing, type TemplateResult } from 'lit/html.js';
import { ref } from 'lit/directives/ref.js';
import type { Suggestion } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { attachmentIcons } from './attachmentIcons.ts';
import { isOpen, type Completion } from './completion.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

const optionId = (index: number): string => `suggestion-${index}`;

/** Above the composer's text: what can be attached. The caret stays in the text. */
export function suggestionList(completion: Completion | undefined, actions: Actions): TemplateResult | typeof nothing {
  if (!isOpen(completion)) return nothing;
  // A press of the mouse must not take the caret out of the text.
  const keepCaret = (event: Event) => event.preventDefault();
  return html`<ul
    id="suggestions"
    class="suggestions"
    role="listbox"
    aria-label=${strings.suggestions}
    @mousedown=${keepCaret}
  >
    ${completion.items.map((item, index) => option(item, optionId(index), { completion, index, actions }))}
  </ul>`;
}

interface Place {
  readonly completion: Completion;
  readonly index: number;
  readonly actions: Actions;
}

function option(item: Suggestion, id: string, { completion, index, actions }: Place): TemplateResult {
  const selected = index === completion.selected;
  const show = (element?: Element) => {
    if (selected) element?.scrollIntoView({ block: 'nearest' });
  };
  return html`<li
    id=${id}
    class="suggestion"
    role="option"
    aria-selected=${selected ? 'true' : 'false'}
    title=${[item.label, item.detail].filter(Boolean).join(' · ')}
    @click=${() => actions.suggesting.take(item)}
    ${ref(show)}
  >
    ${icon(attachmentIcons[item.kind])}<span class="suggestion-label" dir="auto">${item.label}</span
    ><span class="suggestion-detail"><bdi>${item.detail}</bdi></span>
  </li>`;
}

/** What the text box says of the list. A `textarea` may not have the role of a combobox, and needs none for these. */
export function listOf(completion: Completion | undefined): {
  readonly controls: string | typeof nothing;
  readonly active: string | typeof nothing;
} {
  return isOpen(completion)
    ? { controls: 'suggestions', active: optionId(completion.selected) }
    : { controls: nothing, active: nothing };
}
