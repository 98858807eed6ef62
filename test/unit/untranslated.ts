import { parsers } from 'prettier/plugins/typescript';

/** A piece of a syntax tree, as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly range: readonly [number, number];
  readonly [part: string]: unknown;
}

/** What a person reads: two words in a row, one that begins like a sentence, or a word beside a value. */
const readable = /[A-Za-z]{2,}[,;:.]? [“A-Za-z({]|^[A-Z][a-z]+…?$|[}:;)] [a-z]{3,}|[a-z]{3,}:? \{/;

/** Where the editor and the panel take a single word for a person to read. */
const shownAs =
  /^(title|placeHolder|placeholder|label|detail|description|prompt|tooltip|openLabel|saveLabel|emptyLabel)$/;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** The sentences and words for people in a source that do not go through `l10n.t`, with `{}` for each value in them. */
export function untranslated(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: unknown, parent?: Node): void => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, parent));
    if (!isNode(node) || isNoValue(node, parent)) return;
    if (isTranslated(node, source)) return visit((node['arguments'] as readonly Node[]).slice(1), node);
    const text = textOf(node, parent);
    if (text !== undefined && isForPeople(text, parent)) found.push(text);
    for (const [name, part] of Object.entries(node)) if (!outside.has(name)) visit(part, node);
  };
  visit(parsers.typescript.parse(source, { filepath: 'source.ts' } as never));
  return found;
}

const outside: ReadonlySet<string> = new Set(['parent', 'range', 'loc', 'tokens', 'comments']);

/** Imports, types, names of properties and what is compared with are for the compiler. */
function isNoValue({ type, range }: Node, parent: Node | undefined): boolean {
  if (/^(Import|ExportAll|TS(Literal|Type|Interface))/.test(type)) return true;
  if (parent?.type === 'BinaryExpression' && ['===', '!=='].includes(String(parent['operator']))) return true;
  if (parent?.type === 'SwitchCase' && isNode(parent['test'])) return parent['test'].range[0] === range[0];
  if (parent?.type !== 'Property' || parent['computed'] === true) return false;
  return isNode(parent['key']) && parent['key'].range[0] === range[0] && parent['shorthand'] !== true;
}

const isTranslated = ({ type, callee }: Node, source: string): boolean =>
  type === 'CallExpression' && isNode(callee) && source.slice(...callee.range) === 'l10n.t';

function textOf(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type !== 'TemplateLiteral') return undefined;
  const text = (node['quasis'] as readonly { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
  if (parent?.type !== 'TaggedTemplateExpression') return text;
  return isNode(parent['tag']) && parent['tag']['name'] === 'html' ? shownText(text) : undefined;
}

/** Of a template for elements only what is drawn or read out. */
function shownText(template: string): string {
  const spoken = / (?:title|alt|placeholder|aria-(?:label|description|valuetext|roledescription))="?([^"{}>]*)/g;
  const names = [...template.matchAll(spoken)].map(([, name]) => name);
  const drawn = template.replaceAll(/<!--.*?-->|<[^>]*>/gs, ' ').replaceAll(/\{\}|\s+/g, ' ');
  const text = [drawn.trim(), ...names].filter(Boolean).join(' ');
  return /[a-z]{2}/i.test(text) ? `Template: ${text}` : '';
}

function isForPeople(text: string, parent: Node | undefined): boolean {
  if (readable.test(text)) return true;
  if (parent?.type !== 'Property' || !isNode(parent['key'])) return false;
  return shownAs.test(String(parent['key']['name'])) && /[a-z]{2}/i.test(text.replaceAll(/\$\([\w~-]+\)|\{\}/g, ''));
}
