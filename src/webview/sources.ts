import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Citation } from '../model/event.ts';
import { webAddress } from './links.ts';
import { strings } from './strings.ts';

/** More than these are folded, so that a list never outgrows its answer. */
const shownAtOnce = 5;

/** What an answer is based on, numbered in the order it was said; addresses are opened by the host alone. */
export function sources(citations: readonly Citation[]): TemplateResult | typeof nothing {
  if (citations.length === 0) return nothing;
  const more = citations.slice(shownAtOnce);
  return html`<section class="sources">
    <h3>${strings.sources}</h3>
    <ol>
      ${citations.slice(0, shownAtOnce).map(source)}
    </ol>
    ${
      more.length === 0
        ? nothing
        : html`<details>
            <summary>${strings.moreSources(more.length)}</summary>
            <ol start=${shownAtOnce + 1}>
              ${more.map(source)}
            </ol>
          </details>`
    }
  </section>`;
}

function source({ url = '', title = '', quote = '' }: Citation): TemplateResult {
  const address = webAddress(url);
  const name = title.trim() || (address === undefined ? url : new URL(address).host);
  return html`<li>
    ${address === undefined ? html`<span dir="auto">${name}</span>` : link(name, address)}
    ${quote.trim() === '' ? nothing : html`<q class="source-quote" dir="auto" title=${quote}>${quote}</q>`}
  </li>`;
}

/** A title may claim to lead elsewhere, so the host it leads to stands beside it. */
function link(name: string, address: string): TemplateResult {
  const { host } = new URL(address);
  return html`<a role="link" tabindex="0" dir="auto" title=${address} data-address=${address}>${name}</a>${
      name === host ? nothing : html` <span>${host}</span>`
    }`;
}
