import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { iconButton } from './controls.ts';
import type { Fence } from './fence.ts';
import { codeTarget, signLength } from './codeTarget.ts';
import type { DiffFiles } from './diffFiles.ts';
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
  /** The file it is for. */
  #target: string | undefined;
  #diff: DiffFiles | undefined;
  /** All files that it is for, where these are several. */
  #several: DiffFiles | undefined;

  /** Makes the element; a custom element's own constructor may not add children. */
  static of(text: string, fence: Fence): CodeBlockElement {
    const block = document.createElement('parley-code') as CodeBlockElement;
    block.#fence = fence;
    block.#drawBar();
    block.#piece = block.#newPiece();
    block.grow(text);
    return block;
  }

  get language(): string {
    return this.#fence.language;
  }

  get text(): string {
    return this.#text;
  }

  /** The file it is for, as far as the answer says it. */
  get file(): string | undefined {
    return this.#target;
  }

  /** The elements that hold the text, each some whole lines of it; only what is inside of them may be changed. */
  get pieces(): HTMLCollection {
    return this.#code.children;
  }

  connectedCallback(): void {
    this.#aim();
    this.#tellChange();
  }

  /** Adds what is new in `text`. False when it is not a continuation, so that the block must be made anew. */
  grow(text: string): boolean {
    if (!text.startsWith(this.#text)) return false;
    this.#append(text.slice(this.#text.length));
    if (text.length > this.#text.length) {
      const mayTell = this.#text.length < signLength;
      this.#text = text;
      if (mayTell) this.#aim();
      this.#countFiles();
      this.#tellChange();
    }
    return true;
  }

  #tellChange(): void {
    this.dispatchEvent(new Event(codeChanged, { bubbles: true }));
  }

  /** Finds out which file the block is for; its first lines may tell, or the question before the answer. */
  #aim(): void {
    const target = codeTarget({ ...this.#fence, text: this.#text, attached: attachedBefore(this) });
    if (target === this.#target) return;
    this.#target = target;
    this.#drawBar();
  }

  /** The first paint does without. */
  #countFiles(): void {
    if (!/^diff|^patch/.test(this.#fence.language) && !/^(diff --git|---|\*\*\*) /.test(this.#text)) return;
    void import('./diffFiles.ts').then(({ DiffFiles }) => {
      this.#diff ??= new DiffFiles();
      if (!this.#diff.look(this.#text)) return;
      this.#several = this.#diff;
      this.#drawBar();
    });
  }

  #drawBar(): void {
    const { language } = this.#fence;
    const file = this.#target;
    const several = this.#several;
    const isCommand = shells.has(language.toLowerCase());
    const bar = html`<div class="code-bar">
        <span class="code-language" title=${several?.paths.join('\n') ?? file ?? language}
          >${language === '' ? strings.plainText : language}${file === undefined ? nothing : [' ', codeFile(file), several ? ` +${several.paths.length - 1}` : nothing]}</span
        >
        ${
          isCommand && file === undefined
            ? nothing
            : iconButton({
                name: 'git-pull-request-go-to-changes',
                label: several?.label ?? strings.applyCode(file),
                onClick: () => this.#apply(),
              })
        }
        ${iconButton({ name: 'copy', label: strings.copyCode, onClick: (event) => this.#copy(event) })}
        ${iconButton({ name: 'insert', label: strings.insertCode, onClick: () => this.#post('insert') })}
        ${iconButton({ name: 'new-file', label: strings.codeToNewFile, onClick: () => this.#toNewFile() })}
        ${
          isCommand
            ? iconButton({ name: 'terminal', label: strings.codeToTerminal, onClick: () => this.#post('to-terminal') })
            : nothing
        }
      </div>
      <pre tabindex="0" dir="ltr" role="group" aria-label=${strings.code(language, file)} @copy=${copyText}>
${this.#code}</pre>`;
    render(bar, this);
  }

  #apply(): void {
    const answer = this.closest<HTMLElement>('[data-turn]')?.dataset['turn'];
    const { language } = this.#fence;
    post(this, { type: 'apply', blocks: [{ text: this.#text, language, file: this.#target }], answer });
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

/** The one file that went along with the question which the answer of this block answers. */
function attachedBefore(block: HTMLElement): string | undefined {
  let turn: Element | null | undefined = block.closest('.turn');
  while (turn !== null && turn !== undefined && !turn.classList.contains('user')) turn = turn.previousElementSibling;
  return turn instanceof HTMLElement ? turn.dataset['attached'] : undefined;
}

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
