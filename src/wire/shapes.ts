/** True for a JSON object, as opposed to a list and all else. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for text that says something. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
