import * as z from 'zod/mini';

/** A field that may be missing, null, or of a type nobody expected: then it counts as missing, and the answer is read all the same. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return new z.ZodMiniCatch({
    type: 'catch',
    innerType: z.nullish(schema),
    catchValue: () => undefined,
  }) as z.ZodMiniCatch<z.ZodMiniOptional<z.ZodMiniNullable<Schema>>>;
}

/** The items of a list that are as expected; one that is not spoils none of the others, and no list counts as an empty one. */
export function lenientList<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): readonly z.output<Schema>[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const found = schema.safeParse(item);
    return found.success ? [found.data] : [];
  });
}

/** True for a JSON object, as opposed to a list and all else. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for text that says something. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
