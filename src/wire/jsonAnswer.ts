import type { ResponseFormat } from '../model/message.ts';

/** Asks in words for an answer of a schema, where the API can promise JSON at most. */
export const jsonInstruction = ({ schema }: ResponseFormat): string =>
  `Answer with JSON only, without a code fence, that follows this JSON Schema:\n${JSON.stringify(schema)}`;

/**
 * True when every object of the schema is closed and requires all it names, which is what OpenAI's strict mode takes:
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (typeof schema !== 'object' || schema === null) return true;
  const { type, properties, required, additionalProperties: open } = schema as Readonly<Record<string, unknown>>;
  if (type === 'object' || properties !== undefined) {
    const names = Object.keys(properties ?? {});
    if (open !== false || !Array.isArray(required) || names.some((name) => !required.includes(name))) return false;
  }
  return Object.values(schema).every(isStrict);
}
