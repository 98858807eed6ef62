import { workspace } from 'vscode';
import * as z from 'zod/mini';
import { orElse } from '../chat/orElse.ts';
import type { ModelRef } from '../model/transcript.ts';

const seconds = z.optional(z.number().check(z.minimum(0), z.maximum(86_400)));

const perMinute = z.optional(z.int().check(z.positive()));

const connection = z.strictObject({
  provider: z.string(),
  baseUrl: z.optional(z.string()),
  label: z.optional(z.string()),
  fields: z.optional(z.record(z.string(), z.string())),
  api: z.optional(z.string()),
  login: z.optional(z.string()),
  stream: z.optional(z.boolean()),
  cachePrompt: z.optional(z.boolean()),
  timeoutSeconds: z.optional(z.strictObject({ connect: seconds, firstByte: seconds, idle: seconds })),
  requestsPerMinute: perMinute,
  tokensPerMinute: perMinute,
});

/** A server of the user's own, as written in `parley.connections`. */
export type ConnectionSetting = z.infer<typeof connection>;

const schema = z.strictObject({
  fallbacks: orElse(z.array(z.unknown()), []),
  // An entry of the wrong shape is left out, so that one typing error does not take the others away.
  connections: orElse(z.record(z.string(), orElse(z.optional(connection), undefined)), {}),
  instructions: orElse(z.string(), ''),
  maxOutputTokens: orElse(z.nullable(z.int().check(z.positive())), null),
  temperature: orElse(z.nullable(z.number().check(z.minimum(0), z.maximum(2))), null),
  reasoningEffort: orElse(z.nullable(z.enum(['none', 'minimal', 'low', 'medium', 'high'])), null),
});

export type Settings = z.infer<typeof schema>;

/**
 * Parley's settings, from the user's own settings only: a value that a workspace or folder tries to set is not read,
 * even if the editor let it through. A value of the wrong shape counts as unset.
 */
export function readSettings(): Settings {
  return schema.parse({
    fallbacks: own('fallbacks'),
    connections: own('connections'),
    instructions: own('instructions'),
    maxOutputTokens: own('maxOutputTokens'),
    temperature: own('temperature'),
    reasoningEffort: own('reasoningEffort'),
  });
}

/** Replaces the user's list of fallback models. */
export async function writeFallbacks(models: readonly ModelRef[]): Promise<void> {
  await workspace.getConfiguration('parley').update('fallbacks', models.length === 0 ? undefined : models, true);
}

/** Adds or replaces one server in the user's settings; what else stands there is kept as it is. */
export async function writeConnection(id: string, setting: ConnectionSetting): Promise<void> {
  await writeAll({ ...all(), [id]: setting });
}

/** Changes part of a server's setting; an undefined part is removed. A built-in one gets a setting of its own. */
export async function changeConnection(
  id: string,
  provider: string,
  change: Partial<ConnectionSetting>,
): Promise<ConnectionSetting> {
  const changed = { provider, ...readSettings().connections[id], ...change };
  const setting = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  await writeConnection(id, setting as ConnectionSetting);
  return setting as ConnectionSetting;
}

/** Removes a server's setting, whatever it looks like; the function returned puts it back. */
export async function takeConnection(id: string): Promise<() => Promise<void>> {
  const { [id]: taken, ...others } = all();
  if (taken === undefined) return () => Promise.resolve();
  await writeAll(others);
  return () => writeAll({ ...all(), [id]: taken });
}

const all = (): Readonly<Record<string, unknown>> =>
  orElse(z.record(z.string(), z.unknown()), {}).parse(own('connections'));

async function writeAll(connections: Readonly<Record<string, unknown>>): Promise<void> {
  await workspace.getConfiguration('parley').update('connections', connections, true);
}

function own(name: string): unknown {
  const found = workspace.getConfiguration('parley').inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}
