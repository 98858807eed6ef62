import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Attachment } from '../model/attachment.ts';
import type { Actions } from './actions.ts';
import { attachmentIcons } from './attachmentIcons.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

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
          ${openButton(attachment, actions)} ${cost(attachment)}
          ${removable ? removeButton(attachment, actions) : nothing}
        </li>`,
    )}
  </ul>`;
}

function openButton(attachment: Attachment, actions: Actions): TemplateResult {
  const lines = attachment.lines === undefined ? '' : strings.lines(attachment.lines);
  const place = placeOf(attachment) + lines;
  return html`<button
    type="button"
    class="chip-open"
    title=${place}
    aria-label=${strings.openAttachment(place)}
    @click=${() => actions.post({ type: 'open-attachment', id: attachment.id })}
  >
    ${icon(attachmentIcons[attachment.kind])}<span class="chip-name">${nameOf(attachment)}</span
    ><span class="chip-lines">${lines}</span>
  </button>`;
}

function cost({ tokens }: Attachment): TemplateResult | typeof nothing {
  if (tokens === undefined) return nothing;
  return html`<span class="chip-tokens" title=${strings.tokens(tokens)}
    ><span aria-hidden="true">${strings.fewTokens(tokens)}</span
    ><span class="visually-hidden">${strings.tokens(tokens)}</span></span
  >`;
}

function removeButton(attachment: Attachment, actions: Actions): TemplateResult {
  const label = strings.removeAttachment(nameOf(attachment));
  const remove = () => actions.post({ type: 'detach', id: attachment.id });
  return html`<button type="button" class="chip-remove" title=${label} aria-label=${label} @click=${remove}>
    ${icon('close')}
  </button>`;
}

/** Where it stands, in words that hold those of {@link nameOf}. */
function placeOf({ kind, path }: Attachment): string {
  if (kind === 'problems') return strings.problemsOf(path);
  return kind === 'diff' ? strings.gitDiffOf(path) : path;
}

function nameOf({ kind, path, symbol }: Attachment): string {
  if (kind === 'diff') return strings.gitDiff;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return kind === 'problems' ? strings.problemsOf(name) : (symbol ?? name);
}
