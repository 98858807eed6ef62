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
    const bar = document.createElement('div');
    bar.className = 'code-bar';
    const label = document.createElement('span');
    label.className = 'code-language';
    label.textContent = language === '' ? strings.plainText : language;
    bar.append(label, this.#copyButton(), this.#insertButton());
    const pre = document.createElement('pre');
    pre.tabIndex = 0;
    pre.dir = 'ltr';
    pre.setAttribute('role', 'region');
    pre.setAttribute('aria-label', strings.code(language));
    this.#piece = this.#newPiece();
    pre.append(this.#code);
    this.append(bar, pre);
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

  #copyButton(): HTMLButtonElement {
    const button = iconButton('copy', strings.copyCode);
    button.addEventListener('click', () => {
      post(button, { type: 'copy', text: this.#text });
      confirmCopy(button, strings.copyCode);
    });
    return button;
  }

  #insertButton(): HTMLButtonElement {
    const button = iconButton('insert', strings.insertCode);
    button.addEventListener('click', () => post(button, { type: 'insert', text: this.#text }));
    return button;
  }
}

/** Shows for a moment that the text was copied. */
export function confirmCopy(button: HTMLElement, label: string): void {
  const icon = button.querySelector('.codicon');
  icon?.classList.replace('codicon-copy', 'codicon-check');
  button.title = strings.copied;
  setTimeout(() => {
    icon?.classList.replace('codicon-check', 'codicon-copy');
    button.title = label;
  }, 1_500);
}

function iconButton(icon: string, label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon-button';
  button.title = label;
  button.setAttribute('aria-label', label);
  const glyph = document.createElement('span');
  glyph.className = `codicon codicon-${icon}`;
  glyph.setAttribute('aria-hidden', 'true');
  button.append(glyph);
  return button;
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
