import { workspace } from 'vscode';
import * as z from 'zod/mini';

const connection = z.strictObject({
  provider: z.string(),
  baseUrl: z.optional(z.string()),
  label: z.optional(z.string()),
  fields: z.optional(z.record(z.string(), z.string())),
  api: z.optional(z.string()),
  login: z.optional(z.string()),
  stream: z.optional(z.boolean()),
  cachePrompt: z.optional(z.boolean()),
});

/** A server of the user's own, as written in `parley.connections`. */
export type ConnectionSetting = z.infer<typeof connection>;

const schema = z.strictObject({
  // An entry of the wrong shape is left out, so that one typing error does not take the others away.
  connections: z.catch(z.record(z.string(), z.catch(z.optional(connection), undefined)), {}),
  instructions: z.catch(z.string(), ''),
  maxOutputTokens: z.catch(z.nullable(z.int().check(z.positive())), null),
});

export type Settings = z.infer<typeof schema>;

/**
 * Parley's settings, from the user's own settings only: a value that a workspace or folder tries to set is not read,
 * even if the editor let it through. A value of the wrong shape counts as unset.
 */
export function readSettings(): Settings {
  return schema.parse({
    connections: own('connections'),
    instructions: own('instructions'),
    maxOutputTokens: own('maxOutputTokens'),
  });
}

/** Adds or replaces one server in the user's settings; what else stands there is kept as it is. */
export async function writeConnection(id: string, setting: ConnectionSetting): Promise<void> {
  const current = z.catch(z.record(z.string(), z.unknown()), {}).parse(own('connections'));
  await workspace.getConfiguration('parley').update('connections', { ...current, [id]: setting }, true);
}

function own(name: string): unknown {
  const found = workspace.getConfiguration('parley').inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}
