import type { MarkedToken, Token, Tokens } from 'marked';
import type { ExtraToken, MathToken, NoteMark } from './extensions.ts';
import { readFence } from './fence.ts';
import { hostToShow, linkAddress, shortened } from './links.ts';
import type { Block } from './markdown.ts';
import { decodeReferences } from './sanitize.ts';
import { strings } from './strings.ts';

/** Deeper nesting is drawn as the text it is. */
const maxDepth = 40;

interface Place {
  readonly depth: number;
  readonly inCell?: true;
}

/** A block as plain elements, made node by node: no text of a model is ever parsed as HTML. */
export function drawBlock(block: Block, headingLevel: number): HTMLElement {
  if (block.type === 'heading') return inlines(element(`h${headingLevel}`), block.tokens, { depth: 0 });
  return drawNested(block, { depth: 0 });
}

/** One item of a list. */
export function drawItem(item: Tokens.ListItem, place: Place = { depth: 0 }): HTMLElement {
  const li = document.createElement('li');
  // A blank line further down the list would make paragraphs of all its items, which would jump then.
  const isLine =
    item.tokens.filter(isParagraph).length === 1 &&
    item.tokens.every(
      (token) => isParagraph(token) || token.type === 'list' || !isDrawn(token) || token.type === 'checkbox',
    );
  for (const token of item.tokens) {
    if (isLine && isParagraph(token)) inlines(li, lineOf(token), place);
    else if (token.type === 'checkbox') li.append(checkbox(token.checked === true));
    else if (isDrawn(token)) li.append(drawNested(token, place));
  }
  // The bullets stand where the list's direction puts them, which is found in texts that have none of their own.
  for (const child of li.children) if (child.localName === 'p') child.removeAttribute('dir');
  return li;
}

function isParagraph(token: Token): boolean {
  return token.type === 'text' || token.type === 'paragraph';
}

function lineOf(token: Token): readonly Token[] {
  return ('tokens' in token ? token.tokens : undefined) ?? [token];
}

/** One row of a table's body. */
export function drawRow(cells: readonly Tokens.TableCell[]): HTMLElement {
  const row = document.createElement('tr');
  for (const cell of cells) {
    const td = inlines(element(cell.header ? 'th' : 'td'), cell.tokens, { depth: 0, inCell: true });
    if (cell.align !== null) td.setAttribute('data-align', cell.align);
    row.append(td);
  }
  return row;
}

function drawNested(token: Token | Block, place: Place): HTMLElement {
  if (place.depth > maxDepth) return textElement('p', token.raw);
  const block = token as MarkedToken | ExtraToken;
  const inner = { depth: place.depth + 1 };
  switch (block.type) {
    case 'math':
      return drawMath(block);
    case 'note': {
      const paragraph = element('p');
      paragraph.setAttribute('data-note', block.label);
      return inlines(paragraph, block.tokens, inner);
    }
    case 'code':
      return drawCode(block);
    case 'blockquote':
      return children(element('blockquote'), block.tokens, inner);
    case 'list':
      return drawList(block, inner);
    case 'table':
      return drawTable(block);
    case 'hr':
      return document.createElement('hr');
    case 'heading': {
      // Inside a quotation or an item it is no heading of the answer.
      const paragraph = element('p');
      paragraph.append(inlines(document.createElement('strong'), block.tokens, inner));
      return paragraph;
    }
    case 'paragraph':
    case 'text':
      return inlines(element('p'), block.tokens ?? [block], inner);
    default:
      return textElement('p', token.raw);
  }
}

function drawCode({ text, lang = '' }: Tokens.Code): HTMLElement {
  const pre = document.createElement('pre');
  pre.append(textElement('code', text));
  const { language, file } = readFence(lang);
  if (language !== '') pre.setAttribute('data-language', language);
  if (file !== undefined) pre.setAttribute('data-file', file);
  return pre;
}

function drawList(list: Tokens.List, place: Place): HTMLElement {
  const result = element(list.ordered ? 'ol' : 'ul');
  if (list.ordered && list.start !== '' && list.start !== 1) result.setAttribute('start', String(list.start));
  result.append(...list.items.map((item) => drawItem(item, place)));
  return result;
}

function drawTable(table: Tokens.Table): HTMLElement {
  const result = document.createElement('table');
  const head = document.createElement('thead');
  const body = document.createElement('tbody');
  head.append(drawRow(table.header));
  body.append(...table.rows.map(drawRow));
  result.append(head, body);
  return result;
}

function children(parent: HTMLElement, tokens: readonly Token[], place: Place): HTMLElement {
  parent.append(...tokens.filter(isDrawn).map((token) => drawNested(token, place)));
  return parent;
}

function inlines<Parent extends HTMLElement>(parent: Parent, tokens: readonly Token[], place: Place): Parent {
  for (const token of tokens) parent.append(...drawInline(token as MarkedToken | ExtraToken, place));
  return parent;
}

function drawInline(token: MarkedToken | ExtraToken, place: Place): (Node | string)[] {
  const inner = { ...place, depth: place.depth + 1 };
  if (place.depth > maxDepth) return [token.raw];
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? drawText(token.text, place) : drawn(token.tokens, inner);
    case 'escape':
      return [token.text];
    case 'strong':
    case 'em':
    case 'del':
      return [inlines(document.createElement(token.type), token.tokens, inner)];
    case 'codespan':
      return [textElement('code', token.text)];
    case 'br':
      return [document.createElement('br')];
    case 'link':
      return drawLink(token, inner);
    case 'image':
      return drawImage(token);
    case 'checkbox':
      return [checkbox(token.checked)];
    case 'math':
      return [drawMath(token)];
    case 'note-mark':
      return [drawNoteMark(token)];
    default:
      return [token.raw];
  }
}

function drawn(tokens: readonly Token[], place: Place): (Node | string)[] {
  return tokens.flatMap((token) => drawInline(token as MarkedToken | ExtraToken, place));
}

/** Models break lines in table cells with `<br>`, for want of another way; it is the only tag that is read. */
function drawText(text: string, place: Place): (Node | string)[] {
  if (place.inCell === undefined || !text.includes('<')) return [decodeReferences(text)];
  return text
    .split(/<br ?\/?>/i)
    .flatMap((line, index) => [...(index === 0 ? [] : [document.createElement('br')]), decodeReferences(line)]);
}

/** A link of an allowed scheme; any other is its text with the address in sight. */
function drawLink(token: Tokens.Link, place: Place): (Node | string)[] {
  const href = token.autolink === true ? token.href : decodeReferences(token.href);
  const address = linkAddress(href);
  const content = drawn(token.tokens, place);
  if (address === undefined) return token.text === href ? content : [...content, ` (${shortened(href)})`];
  const link = document.createElement('a');
  link.setAttribute('href', address);
  link.append(...content);
  const host = hostToShow(link.textContent, address);
  return host === undefined ? [link] : [link, ` (${host})`];
}

/** The TeX, which becomes a formula once what draws formulas is there. */
function drawMath({ text, display }: MathToken): HTMLElement {
  const code = textElement('code', text);
  code.setAttribute('data-math', display ? 'display' : 'inline');
  return code;
}

function drawNoteMark({ label }: NoteMark): HTMLElement {
  const mark = textElement('sup', label);
  mark.setAttribute('data-note-mark', label);
  return mark;
}

/** Images are never loaded: an address in an answer can carry a secret out. */
function drawImage(token: Tokens.Image): (Node | string)[] {
  const href = decodeReferences(token.href);
  const address = linkAddress(href);
  const label = `${strings.image(decodeReferences(token.text))} (${shortened(address ?? href)})`;
  if (address === undefined) return [label];
  const link = document.createElement('a');
  link.setAttribute('href', address);
  link.append(label);
  return [link];
}

function checkbox(checked: boolean): HTMLElement {
  const box = document.createElement('input');
  box.setAttribute('type', 'checkbox');
  box.setAttribute('disabled', '');
  if (checked) box.setAttribute('checked', '');
  return box;
}

function isDrawn(token: Token): boolean {
  return token.type !== 'space' && token.type !== 'def';
}

function element(tag: string): HTMLElement {
  const result = document.createElement(tag);
  result.dir = 'auto';
  return result;
}

function textElement(tag: string, text: string): HTMLElement {
  const result = document.createElement(tag);
  result.append(text);
  return result;
}
