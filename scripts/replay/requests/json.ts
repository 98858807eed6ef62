export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Something in a recorded request that Parley's own request has no place for; the message names the parameter. */
export class Inexpressible extends Error {}

/** The object, when it has no other fields than these: what is not looked at would be taken for understood. */
export function object(value: unknown, place: string, fields: readonly string[]): Json {
  if (!isObject(value)) throw new Inexpressible(`${place} of another form`);
  const other = Object.keys(value).find((field) => !fields.includes(field));
  if (other !== undefined) throw new Inexpressible(place === '' ? other : `${place}.${other}`);
  return value;
}

export function list(value: unknown, place: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Inexpressible(`${place} of another form`);
  return value;
}

export function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new Inexpressible(`${place} of another form`);
  return value;
}

/** The object with this field, when the value is there at all. */
export function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}

/** A data URL taken apart; anything else is an address, which Parley never sends. */
export function fromDataUrl(url: unknown, place: string): { readonly mediaType: string; readonly data: string } {
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(text(url, place)) ?? [];
  if (mediaType === undefined || data === undefined) throw new Inexpressible(`${place} by address`);
  return { mediaType, data };
}
