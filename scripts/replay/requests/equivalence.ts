import { isObject, type Json } from './json.ts';

/** Two ways to say the same to a provider, and why they are the same. */
export interface Equivalence {
  /** Where, for instance `messages[].content`. */
  readonly at: string;
  readonly reason: string;
  /** True for a value that says no more than nothing would. */
  readonly dropped?: (value: unknown, beside: Json) => boolean;
  /** The one of two spellings that is compared. */
  readonly spelled?: (value: unknown, beside: Json) => unknown;
  /** The one of two names that is compared. */
  readonly named?: string;
}

/** A field that means the same when it has this value and when it is not there. */
export const usual = (at: string, value: unknown, reason = 'the documented default'): Equivalence => ({
  at,
  reason,
  dropped: (found) => JSON.stringify(found) === JSON.stringify(value),
});

/** A field whose value says nothing about what is asked. */
export const aside = (at: string, reason: string): Equivalence => ({ at, reason, dropped: () => true });

/** The body with one spelling for what can be said in two. */
export const normalized = (body: Json, equivalences: readonly Equivalence[]): Json =>
  equivalences.reduce((found, rule) => applied(found, rule.at.split('.'), rule) as Json, withoutNulls(body) as Json);

/** In none of the APIs does null say more than leaving it out; a schema and what a model wrote may hold one of their own. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([name, inner]) => [name, verbatim.has(name) ? inner : withoutNulls(inner)]));
}

const verbatim: ReadonlySet<string> = new Set([
  'parameters',
  'input_schema',
  'inputSchema',
  'parametersJsonSchema',
  'schema',
  'format',
  'input',
  'args',
  'arguments',
]);

function applied(node: unknown, [head = '', ...rest]: readonly string[], rule: Equivalence): unknown {
  if (!isObject(node)) return node;
  const name = head.replace('[]', '');
  const value = node[name];
  if (value === undefined) return node;
  if (rest.length === 0) return changed(node, name, rule);
  if (!head.endsWith('[]')) return { ...node, [name]: applied(value, rest, rule) };
  return Array.isArray(value) ? { ...node, [name]: value.map((item) => applied(item, rest, rule)) } : node;
}

function changed(node: Json, name: string, { dropped, spelled, named }: Equivalence): Json {
  const { [name]: value, ...others } = node;
  if (dropped?.(value, node) === true) return others;
  return { ...others, [named ?? name]: spelled === undefined ? value : spelled(value, node) };
}

/** All values at a place, to tell in which of several bodies differ. */
export function valuesAt(node: unknown, at: string): readonly unknown[] {
  const [head = '', ...rest] = at.split('.');
  const value = isObject(node) ? node[head.replace('[]', '')] : undefined;
  if (value === undefined) return [];
  if (rest.length === 0) return [value];
  const inner = head.endsWith('[]') && Array.isArray(value) ? value : [value];
  return inner.flatMap((item) => valuesAt(item, rest.join('.')));
}
