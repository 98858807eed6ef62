import { html, render } from 'lit/html.js';
import { iconButton } from './controls.ts';
import { post } from './post.ts';
import { strings } from './strings.ts';

/** Lines a piece of code is drawn in: layout is paid for by the piece, so a long block grows as cheaply as a short one. */
const linesPerPiece = 40;

/** A block of code with its language and buttons. Its text can grow while an answer streams. */
export class CodeBlockElement extends HTMLElement {
  #text = '';
  readonly #code = document.createElement('code');
  #piece = document.createElement('span');
  #pieceLines = 0;

  /** Makes the element; a custom element's own constructor may not add children. */
  static of(text: string, language: string): CodeBlockElement {
    const block = document.createElement('parley-code') as CodeBlockElement;
    block.#build(language);
    block.grow(text);
    return block;
  }

  /** Adds what is new in `text`. False when it is not a continuation, so that the block must be made anew. */
  grow(text: string): boolean {
    if (!text.startsWith(this.#text)) return false;
    this.#append(text.slice(this.#text.length));
    this.#text = text;
    return true;
  }

  #build(language: string): void {
    const bar = html`<div class="code-bar">
        <span class="code-language">${language === '' ? strings.plainText : language}</span>
        ${iconButton({ name: 'copy', label: strings.copyCode, onClick: (event) => this.#copy(event) })}
        ${iconButton({ name: 'insert', label: strings.insertCode, onClick: () => this.#post('insert') })}
      </div>
      <pre tabindex="0" dir="ltr" role="region" aria-label=${strings.code(language)}>${this.#code}</pre>`;
    render(bar, this);
    this.#piece = this.#newPiece();
  }

  #copy(event: Event): void {
    this.#post('copy');
    confirmCopy(event, strings.copyCode);
  }

  #post(type: 'copy' | 'insert'): void {
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
