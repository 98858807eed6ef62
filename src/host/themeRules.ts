import type { ThemeRule } from '../protocol.ts';
import { items, list, object, text, type Read } from '../wire/read.ts';
import { isObject } from '../wire/shapes.ts';
import { extensionPath, folderOf } from './extensionPath.ts';
import { parseJsonWithComments } from './jsonWithComments.ts';

/** Themes that include others do so once or twice; more is a mistake, or a circle. */
const maxIncludes = 8;

/** Real themes have some hundreds. */
const maxRules = 5_000;

const colour = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;

/** An empty one takes away what another rule gave. */
const fontStyle = /^ *(?:(?:italic|bold|underline|strikethrough|none) *)*$/;

const matching =
  (pattern: RegExp): Read<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

const scopes = list(text);

const ruleIn = object(
  {
    scope: (value) => text(value) ?? scopes(value),
    settings: object({ foreground: matching(colour), fontStyle: matching(fontStyle) }),
  },
  'scope',
  'settings',
);

/** `tokenColors` may be the path of a file in an XML format, which is not read. */
const themeIn = object({ include: text, tokenColors: (value) => text(value) ?? list(ruleIn)(value) });

/** A setting by names. */
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  isObject(value) ? (value as Record<string, unknown>) : {};

/** The token colours of a theme's file in an extension, with what it includes first. Throws when it cannot be read. */
export async function themeRules(
  path: string,
  read: (path: string) => Promise<string>,
  includes = 0,
): Promise<readonly ThemeRule[]> {
  const place = extensionPath(path);
  if (place === undefined || includes > maxIncludes) throw new Error(`The theme file ${path} is not read.`);
  const theme = themeIn(parseJsonWithComments(await read(place)));
  if (theme === undefined || typeof theme.tokenColors === 'string') throw new Error(`${place} is no theme.`);
  const included = theme.include === undefined ? undefined : extensionPath(theme.include, folderOf(place));
  if (theme.include !== undefined && included === undefined) throw new Error(`${theme.include} is not read.`);
  const base = included === undefined ? [] : await themeRules(included, read, includes + 1);
  return [...base, ...telling(theme.tokenColors ?? [])].slice(0, maxRules);
}

/** What `editor.tokenColorCustomizations` adds to the rules of a theme; the later rule wins. */
export function customRules(setting: unknown, theme: string): readonly ThemeRule[] {
  const all = fieldsOf(setting);
  const themed = Object.entries(all).flatMap(([key, value]) => (isMeant(key, theme) ? [value] : []));
  return [all, ...themed].flatMap((value) => rulesOfGroup(fieldsOf(value))).slice(0, maxRules);
}

/** The short names that the setting knows, and the scopes they stand for in the editor. */
const groups: Readonly<Record<string, readonly string[]>> = {
  comments: ['comment', 'punctuation.definition.comment'],
  strings: ['string', 'meta.embedded.assembly'],
  keywords: ['keyword - keyword.operator', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
};

function rulesOfGroup(custom: Readonly<Record<string, unknown>>): readonly ThemeRule[] {
  const named = Object.entries(groups).map(([group, scope]) => {
    const value = Object.hasOwn(custom, group) ? custom[group] : undefined;
    return { scope: [...scope], settings: typeof value === 'string' ? { foreground: value } : value };
  });
  return telling([...items(ruleIn, named), ...items(ruleIn, custom['textMateRules'])]);
}

/** A rule that colours nothing says nothing; one without a scope is the default, which the panel's own text colour is. */
const telling = (rules: readonly ThemeRule[]): readonly ThemeRule[] =>
  rules.filter(({ settings }) => Object.keys(settings).length > 0);

/** Whether a key such as `[Dark+][*Light*]` names the theme; a star stands for anything. */
function isMeant(key: string, theme: string): boolean {
  return (
    /^(?:\[[^\]]+\])+$/.test(key) && [...key.matchAll(/\[([^\]]+)\]/g)].some(([, name = '']) => matches(name, theme))
  );
}

function matches(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return pattern === name;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.slice(0, name.length - end.length).indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}
