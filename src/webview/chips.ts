import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Attachment } from '../model/attachment.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

const icons: Record<Attachment['kind'], string> = {
  selection: 'list-selection',
  symbol: 'symbol-method',
  file: 'file',
  image: 'file-media',
  document: 'file-pdf',
};

/** What goes along with a question: each chip opens its place in the workspace, and can be taken off while composing. */
export function chips(
  attachments: readonly Attachment[],
  { actions, removable }: { actions: Actions; removable?: true },
): TemplateResult | typeof nothing {
  if (attachments.length === 0) return nothing;
  return html`<ul class="chips" aria-label=${strings.attachments}>
    ${attachments.map(
      (attachment) =>
        html`<li class="chip">
          ${openButton(attachment, actions)} ${removable ? removeButton(attachment, actions) : nothing}
        </li>`,
    )}
  </ul>`;
}

function openButton(attachment: Attachment, actions: Actions): TemplateResult {
  const lines = attachment.lines === undefined ? '' : strings.lines(attachment.lines);
  return html`<button
    type="button"
    class="chip-open"
    title=${attachment.path + lines}
    aria-label=${strings.openAttachment(attachment.path + lines)}
    @click=${() => actions.post({ type: 'open-attachment', id: attachment.id })}
  >
    ${icon(icons[attachment.kind])}<span class="chip-name">${nameOf(attachment)}</span
    ><span class="chip-lines">${lines}</span>
  </button>`;
}

function removeButton(attachment: Attachment, actions: Actions): TemplateResult {
  const label = strings.removeAttachment(nameOf(attachment));
  const remove = () => actions.post({ type: 'detach', id: attachment.id });
  return html`<button type="button" class="chip-remove" title=${label} aria-label=${label} @click=${remove}>
    ${icon('close')}
  </button>`;
}

function nameOf({ path, symbol }: Attachment): string {
  return symbol ?? path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
