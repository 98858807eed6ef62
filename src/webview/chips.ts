import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Attachment } from '../model/attachment.ts';
import type { Actions } from './actions.ts';
import { attachmentIcons } from './attachmentIcons.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

/** What goes along with a question: each chip opens its place in the workspace, and can be taken off while composing. */
export function chips(
  attachments: readonly Attachment[],
  { actions, removable, pinnable }: { actions: Actions; removable?: true; pinnable?: boolean },
): TemplateResult | typeof nothing {
  if (attachments.length === 0) return nothing;
  return html`<ul class="chips" aria-label=${strings.attachments}>
    ${attachments.map(
      (attachment) =>
        html`<li class=${attachment.pinned ? 'chip pinned' : 'chip'}>
          ${openButton(attachment, actions)} ${cost(attachment)} ${pinnable ? pinButton(attachment, actions) : nothing}
          ${removable ? removeButton(attachment, actions) : nothing}
        </li>`,
    )}
  </ul>`;
}

function openButton(attachment: Attachment, actions: Actions): TemplateResult {
  const lines = attachment.lines === undefined ? '' : strings.lines(attachment.lines);
  const place = placeOf(attachment, lines);
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

function cost({ tokens, repeated }: Attachment): TemplateResult | typeof nothing {
  if (tokens === undefined) return nothing;
  const words = repeated ? strings.repeated(tokens) : strings.tokens(tokens);
  return html`<span class="chip-tokens" title=${words}
    ><span aria-hidden="true">${strings.fewTokens(tokens)}</span><span class="visually-hidden">${words}</span></span
  >`;
}

/** A button that stays pressed: its name does not change, and what it means is in its title. */
function pinButton(attachment: Attachment, actions: Actions): TemplateResult {
  const { id, pinned } = attachment;
  return html`<button
    type="button"
    class="chip-pin"
    aria-pressed=${pinned ? 'true' : 'false'}
    aria-label=${strings.pin(nameOf(attachment))}
    title=${pinned ? strings.pinned : strings.notPinned}
    @click=${() => actions.post({ type: pinned ? 'unpin' : 'pin', id })}
  >
    ${icon(pinned ? 'pinned' : 'pin')}
  </button>`;
}

function removeButton(attachment: Attachment, actions: Actions): TemplateResult {
  const label = strings.removeAttachment(nameOf(attachment));
  const remove = () => actions.post({ type: 'detach', id: attachment.id });
  return html`<button type="button" class="chip-remove" title=${label} aria-label=${label} @click=${remove}>
    ${icon('close')}
  </button>`;
}

/** Where it stands, in words that hold what the chip shows. */
function placeOf({ kind, path, symbol }: Attachment, lines: string): string {
  if (kind === 'problems') return strings.problemsOf(path);
  if (kind === 'terminal') return strings.terminalOf(path);
  if (kind === 'diff') return strings.gitDiffOf(path);
  return symbol === undefined ? path + lines : `${symbol}${lines}, ${path}`;
}

function nameOf({ kind, path, symbol }: Attachment): string {
  if (kind === 'diff') return strings.gitDiff;
  if (kind === 'terminal') return strings.terminalOf(path);
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return kind === 'problems' ? strings.problemsOf(name) : (symbol ?? name);
}
