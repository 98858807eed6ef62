import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

/**
 * Reads a value that may be of any type; undefined when it is not what is looked for. So a field of a type that nobody
 * expected counts as missing, and the rest of an answer is read all the same. By hand rather than with schemas: this is
 * read for every event of every provider, and a failure is of no interest beyond that there is one.
 */
export type Read<Value> = (value: unknown) => Value | undefined;

type Shape = Readonly<Record<string, Read<unknown>>>;

/** What {@link object} finds; `Needed` names what is there in any case. */
export type Fields<S extends Shape, Needed extends keyof S = never> = {
  readonly [Name in keyof S]?: ReturnType<S[Name]>;
} & { readonly [Name in Needed]-?: NonNullable<ReturnType<S[Name]>> };

/** What a reader finds. */
export type Found<R extends Read<unknown>> = NonNullable<ReturnType<R>>;

export const anything: Read<unknown> = (value) => value;

export const text: Read<string> = (value) => (typeof value === 'string' ? value : undefined);

/** A text that names something, so it is not empty. */
export const named: Read<string> = (value) => (isText(value) ? value : undefined);

export const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const number: Read<number> = (value) => (Number.isFinite(value) ? (value as number) : undefined);

/** How many there are of something. */
export const count: Read<number> = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? (value as number) : undefined;

/** How much something holds, so 0 says nothing. */
export const size: Read<number> = (value) => count(value) || undefined;

/** A JSON object with fields; undefined, too, when one of the needed ones is missing. */
export function object<S extends Shape, Needed extends keyof S & string = never>(
  shape: S,
  ...needed: readonly Needed[]
): Read<Fields<S, Needed>> {
  const fields = Object.entries(shape);
  return (value) => {
    if (!isRecord(value)) return undefined;
    const found: Record<string, unknown> = {};
    for (const [name, read] of fields) {
      const field = read(value[name]);
      if (field !== undefined) found[name] = field;
    }
    return needed.every((name) => name in found) ? (found as Fields<S, Needed>) : undefined;
  };
}

/** The items of a list that are as expected; one that is not spoils none of the others. */
export const list =
  <Item>(read: Read<Item>): Read<readonly NonNullable<Item>[]> =>
  (value) =>
    Array.isArray(value) ? value.flatMap((item) => read(item) ?? []) : undefined;

/** The same where no list counts as an empty one. */
export const items = <Item>(read: Read<Item>, value: unknown): readonly NonNullable<Item>[] => list(read)(value) ?? [];
