import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { iconButton } from './controls.ts';
import type { Fence } from './fence.ts';
import { post } from './post.ts';
import { strings } from './strings.ts';

/** Lines a piece of code is drawn in: layout is paid for by the piece, so a long block grows as cheaply as a short one. */
const linesPerPiece = 40;

/** Goes up from a block that came into the page, or grew. */
export const codeChanged = 'parley-code-changed';

/** A block of code with its language and buttons. Its text can grow while an answer streams. */
export class CodeBlockElement extends HTMLElement {
  #text = '';
  #fence: Fence = { language: '' };
  readonly #code = document.createElement('code');
  #piece = document.createElement('span');
  #pieceLines = 0;

  /** Makes the element; a custom element's own constructor may not add children. */
  static of(text: string, fence: Fence): CodeBlockElement {
    const block = document.createElement('parley-code') as CodeBlockElement;
    block.#fence = fence;
    block.#build();
    block.grow(text);
    return block;
  }

  get language(): string {
    return this.#fence.language;
  }

  get text(): string {
    return this.#text;
  }

  /** The elements that hold the text, each some whole lines of it; only what is inside of them may be changed. */
  get pieces(): HTMLCollection {
    return this.#code.children;
  }

  connectedCallback(): void {
    this.#tellChange();
  }

  /** Adds what is new in `text`. False when it is not a continuation, so that the block must be made anew. */
  grow(text: string): boolean {
    if (!text.startsWith(this.#text)) return false;
    this.#append(text.slice(this.#text.length));
    if (text.length > this.#text.length) {
      this.#text = text;
      this.#tellChange();
    }
    return true;
  }

  #tellChange(): void {
    this.dispatchEvent(new Event(codeChanged, { bubbles: true }));
  }

  #build(): void {
    const { language, file } = this.#fence;
    const bar = html`<div class="code-bar">
        <span class="code-language" title=${file ?? language}
          >${language === '' ? strings.plainText : language}${file === undefined ? nothing : [' ', codeFile(file)]}</span
        >
        ${iconButton({ name: 'copy', label: strings.copyCode, onClick: (event) => this.#copy(event) })}
        ${iconButton({ name: 'insert', label: strings.insertCode, onClick: () => this.#post('insert') })}
        ${iconButton({ name: 'new-file', label: strings.codeToNewFile, onClick: () => this.#toNewFile() })}
        ${
          shells.has(language.toLowerCase())
            ? iconButton({ name: 'terminal', label: strings.codeToTerminal, onClick: () => this.#post('to-terminal') })
            : nothing
        }
      </div>
      <pre tabindex="0" dir="ltr" role="region" aria-label=${strings.code(language, file)} @copy=${copyText}>
${this.#code}</pre>`;
    render(bar, this);
    this.#piece = this.#newPiece();
  }

  #toNewFile(): void {
    post(this, { type: 'new-file', text: this.#text, language: this.#fence.language });
  }

  #copy(event: Event): void {
    this.#post('copy');
    confirmCopy(event, strings.copyCode);
  }

  #post(type: 'copy' | 'insert' | 'to-terminal'): void {
    post(this, { type, text: this.#text });
  }

  #append(added: string): void {
    let rest = added;
    while (rest !== '') {
      if (this.#pieceLines >= linesPerPiece) this.#piece = this.#newPiece();
      const end = endOfLines(rest, linesPerPiece - this.#pieceLines);
      const part = rest.slice(0, end);
      this.#pieceLines += part.split('\n').length - 1;
      const last = this.#piece.lastChild;
      if (last instanceof Text) last.appendData(part);
      else this.#piece.append(part);
      rest = rest.slice(end);
    }
  }

  #newPiece(): HTMLSpanElement {
    const piece = document.createElement('span');
    this.#code.append(piece);
    this.#pieceLines = 0;
    return piece;
  }
}

/** Languages whose code is typed into a terminal. */
const shells = new Set('sh bash zsh fish shell shellscript powershell pwsh ps1 bat cmd batch nu nushell'.split(' '));

function codeFile(file: string): TemplateResult {
  return html`<span class="code-file">${file}</span>`;
}

/** Code is copied as the text it is, without the looks it has here. */
function copyText(event: ClipboardEvent): void {
  const selection = document.getSelection();
  const text = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0).toString() : '';
  if (text === '') return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
}

/** Shows for a moment that the text was copied. */
export function confirmCopy({ currentTarget: button }: Event, label: string): void {
  if (!(button instanceof HTMLElement)) return;
  const icon = button.querySelector('.codicon');
  icon?.classList.replace('codicon-copy', 'codicon-check');
  button.title = strings.copied;
  setTimeout(() => {
    icon?.classList.replace('codicon-check', 'codicon-copy');
    button.title = label;
  }, 1_500);
}

/** The index after so many line ends, or the length of a text that has fewer. */
function endOfLines(text: string, lines: number): number {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text.length;
  }
  return end + 1;
}
