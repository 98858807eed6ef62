import * as z from 'zod/mini';
import { isSameModel, type ModelRef } from '../model/transcript.ts';

const name = z.string().check(z.minLength(1));
const pair = z.strictObject({ connection: name, model: name });

/**
 * The models that a setting names, as `{ connection, model }` or as `connection/model`; names of models hold slashes
 * too, so the first one parts them. An entry of another form is told of and left out.
 */
export function readFallbacks(entries: readonly unknown[], onProblem: (sentence: string) => void): readonly ModelRef[] {
  return entries.flatMap((entry) => {
    const slash = typeof entry === 'string' ? entry.indexOf('/') : 0;
    const named =
      typeof entry === 'string' ? { connection: entry.slice(0, slash), model: entry.slice(slash + 1) } : entry;
    const { data } = pair.safeParse(slash === -1 ? undefined : named);
    if (data === undefined)
      onProblem(
        `The fallback ${JSON.stringify(entry)} of the settings is not used. Write it like "openai/gpt-5", the connection first.`,
      );
    return data === undefined ? [] : [data];
  });
}

/** Who may take over for a model: those of a list in the order of their first mention, without the model itself. */
export function othersThan(asked: ModelRef, models: readonly ModelRef[]): readonly ModelRef[] {
  return models.filter(
    (one, index) => !isSameModel(one, asked) && models.findIndex((other) => isSameModel(one, other)) === index,
  );
}
