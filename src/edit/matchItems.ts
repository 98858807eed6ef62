import { isElision } from './matchElision.ts';
import { columnsOf, normal } from './matchLines.ts';

/** Text as items see it: what stands how deep. */
export interface Layered {
  readonly lines: readonly string[];
  readonly normal: readonly string[];
  /** How deep a line is; -1 for a blank one. */
  readonly depths: readonly number[];
  /** Lines that stand for others. */
  readonly elided: readonly boolean[];
  readonly shape: Shape;
}

/** A statement, a definition, a section: a line with what is below it and deeper. Lines are 0-based, `end` is exclusive. */
export interface Item {
  /** With the comments and decorators that belong to it. */
  readonly start: number;
  readonly header: number;
  readonly end: number;
  /** What tells it from its neighbours, whatever is in it. */
  readonly key: string;
  /** `stray`: it belongs to something that begins before the text does. */
  readonly type: 'definition' | 'line' | 'elision' | 'stray';
}

/** What the name of a file says about how its parts are told apart. */
export type Shape = 'code' | 'markdown' | 'sections';

/** By the ending of the file's name. */
export function shapeOf(path: string): Shape {
  if (/\.(md|mdx|markdown|qmd|rmd)$/i.test(path)) return 'markdown';
  return /\.(toml|ini|cfg|conf|editorconfig|properties)$/i.test(path) ? 'sections' : 'code';
}

/** Reads text for {@link itemsIn}. `known` are lines that are content, however much they look like an elision. */
export function layered(lines: readonly string[], shape: Shape, known?: (line: string) => boolean): Layered {
  const forms = lines.map(normal);
  return {
    lines,
    normal: forms,
    shape,
    depths: shape === 'code' ? lines.map(depthOf) : sectionDepths(lines, forms, shape),
    elided: forms.map((form) => known !== undefined && form !== '' && isElision(form) && !known(form)),
  };
}

function depthOf(line: string): number {
  return line.trim() === '' ? -1 : columnsOf(line);
}

/** Headings are as deep as their level, and all else is deeper. */
function sectionDepths(lines: readonly string[], forms: readonly string[], shape: Shape): readonly number[] {
  let fence = '';
  return forms.map((form, index) => {
    if (form === '') return -1;
    const marker = /^(`{3,}|~{3,})/.exec(form)?.[1] ?? '';
    if (shape === 'markdown' && marker !== '' && (fence === '' || marker.startsWith(fence))) {
      fence = fence === '' ? marker : '';
    }
    const level = shape === 'markdown' ? /^(#{1,6}) /.exec(form)?.[1]?.length : form.startsWith('[') ? 1 : undefined;
    return level !== undefined && fence === '' && marker === '' ? level - 1 : 6 + columnsOf(lines[index] ?? '');
  });
}

/** The outermost items between two lines. */
export function itemsIn(text: Layered, from: number, to: number): readonly Item[] {
  const base = baseDepth(text, from, to);
  const items: { start: number; header: number; end: number; key: string; type: Item['type'] }[] = [];
  /** Comments that wait for what they are about. */
  let above: { start: number; end: number } | undefined;
  const settle = () => {
    if (above !== undefined) items.push({ ...lineItem(text, above.start), end: above.end });
    above = undefined;
  };
  for (let at = from; at < to; at += 1) {
    const depth = text.depths[at] ?? -1;
    const form = text.normal[at] ?? '';
    if (depth === -1) continue;
    const last = items.at(-1);
    if (text.elided[at] === true && (depth <= base || last === undefined || isBetweenSections(text, at, base))) {
      settle();
      items.push({ start: at, header: at, end: at + 1, key: '', type: 'elision' });
    } else if (depth > base || (above !== undefined && form.startsWith('*'))) {
      if (above !== undefined) above.end = at + 1;
      else if (last === undefined || last.type === 'elision') items.push({ ...lineItem(text, at), type: 'stray' });
      else last.end = at + 1;
    } else if (above === undefined && last !== undefined && last.type !== 'elision' && isContinuation(form)) {
      last.end = at + 1;
    } else if (text.shape !== 'markdown' && isAbove(form)) {
      if (above !== undefined && at > above.end && !/^[@#[]/.test(text.normal[above.end - 1] ?? '')) settle();
      above = { start: above?.start ?? at, end: at + 1 };
    } else {
      if (above !== undefined && text.depths[above.end] === -1) settle();
      const type = /^([)\]}]|end\b|<\/)/.test(form) ? 'stray' : 'line';
      items.push({ ...lineItem(text, at), start: above?.start ?? at, type });
      above = undefined;
    }
  }
  settle();
  return items.map((item) => (item.type === 'line' ? { ...item, type: typeOf(text, item) } : item));
}

/** In Markdown nothing but the next heading tells which sections an elision stands for. */
function isBetweenSections({ shape, depths }: Layered, at: number, base: number): boolean {
  if (shape !== 'markdown' || base === 0 || base >= 6) return false;
  return [base, undefined].includes(depths.slice(at + 1).find((depth) => depth !== -1));
}

function baseDepth({ depths, elided }: Layered, from: number, to: number): number {
  let base = Number.POSITIVE_INFINITY;
  for (let at = from; at < to; at += 1) {
    const depth = depths[at] ?? -1;
    if (depth >= 0 && elided[at] !== true) base = Math.min(base, depth);
  }
  return base;
}

/** The lines of an item without the first and without the brackets that end it. */
export function insideOf({ depths }: Layered, { header, end }: Item): { readonly from: number; readonly to: number } {
  let to = end;
  while (to > header + 1 && (depths[to - 1] ?? -1) <= (depths[header] ?? 0)) to -= 1;
  return { from: header + 1, to };
}

function lineItem(text: Layered, at: number): Item {
  const key = keyOf(text.normal[at] ?? '');
  return { start: at, header: at, end: at + 1, key, type: 'line' };
}

/** A definition is what should not be lost because a model did not mention it: one line of a script may be. */
function typeOf(text: Layered, { header, end, key }: Item): Item['type'] {
  if (/^#{1,6} |^\[/.test(text.normal[header] ?? '') && end > header + 1) return 'definition';
  if (!key.startsWith('def:')) return 'line';
  return end > header + 1 ||
    /\b(function|class|def|fn|func|interface|type|struct|enum)\b/.test(text.normal[header] ?? '')
    ? 'definition'
    : 'line';
}

function isContinuation(form: string): boolean {
  return (
    /^[)\]}]|^<\/|^\{$|^(&&|\|\||\?\?)|^\.\w+[(<]/.test(form) ||
    /^(else|elif|elsif|catch|except|finally|rescue|ensure|then|end|done|fi|esac)\b/.test(form)
  );
}

function isAbove(form: string): boolean {
  return /^(\/\/|\/\*|\*\/|<!--|#(?=\s|$)|#\[|--\s|;[; ]|%[% ])|^@[\w.]+(\(.*\)?)?$|^\[[A-Z]\w*(\(.*\))?\]$/.test(form);
}

const modifiers =
  /^(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|override|readonly|sealed|virtual|partial|unsafe|pub(?:\([^)]*\))?|inline|constexpr|open|data|suspend|local|get|set)\s+)+(?=\S)/;
const keywords =
  /^(?:function\*?|class|interface|type|enum|struct|trait|mod|module|namespace|record|object|protocol|def|fn|func|fun|sub|proc|const|let|var|val|table|view)\s+([\w$.]+)/i;
const control =
  /^(if|for|while|switch|catch|return|await|throw|with|using|foreach|do|try|else|elif|new|yield|assert|print|match|loop)\b/;

const imported =
  /^(?:import|export)\b.*\bfrom\s+["']([^"']+)|^import\s+["']([^"']+)|^from\s+([\w.]+)\s+import\b|^(?:import|use|using)\s+(?:static\s+)?([\w.:*]+)\s*;?$|^#include\s*(\S+)/;

/** What an item is called, by its first line: the name it defines or sets, or else the line itself. */
export function keyOf(header: string): string {
  const module = imported
    .exec(header)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (module !== undefined) return `import:${module}`;
  const bare = header.replace(modifiers, '').replace(/^(export default|default)\s+/, '');
  const receiver = /^func\s*\(\w*\s*\*?([\w.]+)\)\s*(\w+)/.exec(bare);
  if (receiver !== null) return `def:${receiver[1]}.${receiver[2]}`;
  const named = keywords.exec(bare)?.[1];
  if (named !== undefined) return `def:${named}`;
  const impl = /^(impl|extension)\b.*?(?=\s*\{|$)/.exec(bare)?.[0];
  if (impl !== undefined) return `def:${impl}`;
  if (control.test(bare)) return `line:${header}`;
  const method = /^(?:[\w<>[\],.?*&:]+\s+)*([\w$#~]+)\s*(?:<[^>]*>)?\([^;=]*(\)[^;=]*)?\{$/.exec(bare)?.[1];
  if (method !== undefined) return `def:${method}`;
  const arrow = /^([\w$#.]+)\s*(?::[^=]+)?=\s*(async\s*)?(\([^)]*\)|\w+)\s*(?::[^=]+)?=>/.exec(bare)?.[1];
  if (arrow !== undefined) return `def:${arrow}`;
  const property = /^(["']?)([\w$.@/-]+)\1\??\s*:(?=\s|$)/.exec(bare)?.[2];
  if (property !== undefined) return `prop:${property}`;
  const assigned = /^([\w$.]+(?:\[[^\]]*\])?)\s*:?=(?!=|>)/.exec(bare)?.[1];
  return assigned === undefined ? `line:${header}` : `set:${assigned}`;
}
