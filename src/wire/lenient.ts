import * as z from 'zod/mini';

/** A field that may be missing, null, or of a type nobody expected: then it counts as missing, and the answer is read all the same. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.nullish(schema), undefined);
}
