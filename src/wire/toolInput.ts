import { isRecord, parseJson } from '../model/json.ts';

/** A call's arguments for APIs that take an object only; what else the model wrote is kept, so that it sees its own mistake. */
export function inputOf(json: string): object {
  const input = parseJson(json);
  return isRecord(input) ? input : { invalid: json };
}

/**
 * The same as text, unchanged where it is an object. With a call that was cut off, servers that read the text refuse the
 * whole chat from then on: https://github.com/ggml-org/llama.cpp/issues/25510
 */
export function objectText(json: string): string {
  const input = inputOf(json);
  return 'invalid' in input ? JSON.stringify(input) : json;
}
