import { html, type TemplateResult } from 'lit/html.js';

/** A glyph of the codicon font. It never carries meaning alone, so screen readers skip it. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

interface IconButton {
  readonly name: string;
  readonly label: string;
  readonly onClick: (event: Event) => void;
  readonly kind?: string;
}

/** A button that shows only a glyph; its label is its name and tooltip. */
export function iconButton({ name, label, onClick, kind }: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="icon-button ${kind ?? ''}"
    title=${label}
    aria-label=${label}
    @click=${onClick}
  >
    ${icon(name)}
  </button>`;
}
