import type { Tokens } from 'marked';
import type { HalfOpen } from './halfOpen.ts';
import { drawBlock, drawItem, drawRow } from './blocks.ts';
import { CodeBlockElement } from './codeBlock.ts';
import { advance, emptySplit, presentable, type Block, type Split } from './markdown.ts';
import { mathElement } from './math.ts';
import { dressNotes, followNote, undoStrayMarks } from './notes.ts';
import { sanitize } from './sanitize.ts';
import { strings } from './strings.ts';

/** What a markdown element shows. */
export interface Answer {
  readonly text: string;
  /** True while more text may come: then only the tail is drawn again, and half-open markdown is completed. */
  readonly growing: boolean;
}

interface Drawn {
  readonly key: string;
  /** The link definitions the block was drawn with, when it may use any. */
  readonly links: string;
  readonly block: Block;
  readonly node: HTMLElement;
  readonly level: number;
}

/** The level of the heading over a turn; headings inside an answer go below it. */
const turnHeadingLevel = 2;

const blocksAPage = 16;

/** Markdown that grows. A block is drawn once it appears and touched again only while it changes. */
export class MarkdownElement extends HTMLElement {
  #split: Split = emptySplit;
  #shown: Answer = { text: '', growing: true };
  #drawn: Drawn[] = [];

  constructor() {
    super();
    this.addEventListener('click', (event) => followNote(this, event));
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') followNote(this, event);
    });
  }

  set answer(answer: Answer) {
    if (answer.text === this.#shown.text && answer.growing === this.#shown.growing) return;
    this.#shown = answer;
    if (answer.growing) this.#grow(presentable(this.#split, answer.text));
    else this.#finish(answer.text);
  }

  #grow({ shown, closing }: HalfOpen): void {
    // What stands there is not taken back, should the beginning of a long paragraph be out of sight by now.
    if (shown.length < this.#split.source.length && this.#split.source.startsWith(shown)) return;
    const { split, from, blocks } = advance(this.#split, shown, closing);
    this.#split = split;
    this.#draw(from, blocks);
  }

  /** Reads all of it once more: only now are all definitions of reference links known. */
  #finish(text: string): void {
    const whole = advance(emptySplit, text);
    // A hostile end must not take the form from all that was readable before it.
    if (whole.split.tooDeep && this.#split.frozenCount > 0) return this.#grow({ shown: text, closing: '' });
    this.#split = whole.split;
    this.#draw(0, whole.blocks);
    undoStrayMarks(this);
  }

  #draw(from: number, blocks: readonly Block[]): void {
    const links = Object.keys(this.#split.links).length === 0 ? '' : JSON.stringify(this.#split.links);
    for (const [offset, block] of blocks.entries()) {
      this.#drawAt(from + offset, {
        key: block.raw.trimEnd(),
        links: block.raw.includes('[') ? links : '',
        block,
      });
    }
    for (const extra of this.#drawn.splice(from + blocks.length)) extra.node.remove();
    while (this.childElementCount > Math.ceil(this.#drawn.length / blocksAPage)) this.lastElementChild?.remove();
  }

  #drawAt(index: number, next: Omit<Drawn, 'node' | 'level'>): void {
    const { block } = next;
    const old = this.#drawn[index];
    const above = this.#drawn[index - 1]?.level ?? turnHeadingLevel;
    const level = block.type === 'heading' ? Math.min(block.depth + turnHeadingLevel, above + 1, 6) : above;
    if (old !== undefined && old.level === level && old.links === next.links) {
      if ((old.key === next.key && old.block.type === block.type) || patch(old, block)) {
        this.#drawn[index] = { ...next, level, node: old.node };
        return;
      }
    }
    const node = dressed(drawBlock(block, level), 'div');
    if (old === undefined) this.#pageOf(index).append(node);
    else old.node.replaceWith(node);
    this.#drawn[index] = { ...next, level, node };
  }

  /** Layout and paint are paid for by what is near the screen: a page of blocks that is not there costs nothing. */
  #pageOf(index: number): Element {
    const page = this.children[Math.floor(index / blocksAPage)];
    if (page !== undefined) return page;
    const added = document.createElement('div');
    added.className = 'page';
    this.append(added);
    return added;
  }
}

/** Brings a node up to date where only its end has grown: code, a list, a table. */
function patch({ block: old, node }: Drawn, block: Block): boolean {
  if (old.type === 'code' && block.type === 'code' && node instanceof CodeBlockElement) {
    return languageOf(old) === languageOf(block) && node.grow(block.text);
  }
  if (old.type === 'list' && block.type === 'list') return patchList(node, old, block);
  if (old.type === 'table' && block.type === 'table') return patchTable(node, old, block);
  return false;
}

function patchList(node: HTMLElement, old: Tokens.List, list: Tokens.List): boolean {
  if (old.ordered !== list.ordered || old.start !== list.start) return false;
  const same = (item: Tokens.ListItem, index: number) =>
    old.items[index] === item || old.items[index]?.raw.trimEnd() === item.raw.trimEnd();
  return patchChildren(node, list.items, { same, draw: (item) => dressed(drawItem(item), 'ul') });
}

function patchTable(node: HTMLElement, old: Tokens.Table, table: Tokens.Table): boolean {
  const body = node.querySelector('tbody');
  if (body === null || cellsOf(old.header) !== cellsOf(table.header)) return false;
  const same = (row: Tokens.TableCell[], index: number) =>
    old.rows[index] === row || cellsOf(old.rows[index] ?? []) === cellsOf(row);
  return patchChildren(body, table.rows, { same, draw: (row) => dressed(drawRow(row), 'tbody') });
}

function patchChildren<Item>(
  parent: Element,
  items: readonly Item[],
  { same, draw }: { same: (item: Item, index: number) => boolean; draw: (item: Item) => HTMLElement },
): boolean {
  for (const [index, item] of items.entries()) {
    const child = parent.children[index];
    if (child === undefined) parent.append(draw(item));
    else if (!same(item, index)) child.replaceWith(draw(item));
  }
  while (parent.children.length > items.length) parent.lastElementChild?.remove();
  return true;
}

function cellsOf(row: readonly Tokens.TableCell[]): string {
  return JSON.stringify(row.map((cell) => [cell.text, cell.align]));
}

function languageOf(code: Tokens.Code): string {
  return code.lang ?? '';
}

/** Checks a drawn node and gives it what only the panel may add: buttons, names, and links that ask the host. */
function dressed(node: HTMLElement, container: 'div' | 'ul' | 'tbody'): HTMLElement {
  const holder = document.createElement(container);
  holder.append(node);
  sanitize(holder);
  for (const pre of holder.querySelectorAll('pre')) {
    pre.replaceWith(
      CodeBlockElement.of(pre.textContent, { language: pre.dataset['language'] ?? '', file: pre.dataset['file'] }),
    );
  }
  for (const code of holder.querySelectorAll<HTMLElement>('code[data-math]')) {
    code.replaceWith(mathElement(code.textContent, code.dataset['math'] === 'display' ? 'display' : 'inline'));
  }
  dressNotes(holder);
  for (const table of holder.querySelectorAll('table')) putIntoScroller(table);
  for (const box of holder.querySelectorAll('input')) box.ariaLabel = box.checked ? strings.taskDone : strings.taskOpen;
  for (const link of holder.querySelectorAll('a')) dressLink(link);
  const result = holder.firstElementChild;
  return result instanceof HTMLElement ? result : document.createElement('p');
}

function putIntoScroller(table: HTMLTableElement): void {
  const box = document.createElement('div');
  box.className = 'table-box';
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', strings.table);
  table.replaceWith(box);
  box.append(table);
}

/** Without an href the browser has nowhere to go, by whatever button or key; the host opens what is shown. */
function dressLink(link: HTMLAnchorElement): void {
  const address = link.getAttribute('href') ?? '';
  link.removeAttribute('href');
  link.dataset['address'] = address;
  link.title = address;
  link.tabIndex = 0;
  link.setAttribute('role', 'link');
}
