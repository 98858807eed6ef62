import { html, nothing, render } from 'lit/html.js';
import { applyAllStrings } from './applyAllStrings.ts';
import { codeChanged, type CodeBlockElement } from './codeBlock.ts';
import { icon } from './controls.ts';
import { post } from './post.ts';

/** At the end of an answer: puts all of its code into the files that it names, where these are several. */
export class ApplyAllElement extends HTMLElement {
  #answer: HTMLElement | null = null;
  readonly #draw = () => this.#offer();

  connectedCallback(): void {
    this.#answer = this.closest<HTMLElement>('[data-turn]');
    this.#answer?.addEventListener(codeChanged, this.#draw);
    this.#offer();
  }

  disconnectedCallback(): void {
    this.#answer?.removeEventListener(codeChanged, this.#draw);
  }

  #offer(): void {
    const files = new Set(this.#blocks().flatMap(({ file }) => file ?? []));
    const button = html`<div class="steps">
      <button type="button" class="link-button" title=${[...files].join('\n')} @click=${() => this.#apply()}>
        ${icon('git-pull-request-go-to-changes')}<span>${applyAllStrings.applyAll(files.size)}</span>
      </button>
    </div>`;
    render(files.size > 1 ? button : nothing, this);
  }

  /** All of them: the host finds the names of files inside a block, too. */
  #apply(): void {
    post(this, { type: 'apply', blocks: this.#blocks(), answer: this.#answer?.dataset['turn'] });
  }

  #blocks() {
    const all = this.#answer?.querySelectorAll<CodeBlockElement>('parley-code') ?? [];
    return [...all].map(({ text, language, file }) => ({ text, language, file }));
  }
}
