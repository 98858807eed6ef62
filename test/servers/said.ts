/** One thing a model says, in the pieces in which it leaves; joined they are the whole. */
export type Said =
  | { readonly type: 'text' | 'reasoning' | 'refusal'; readonly pieces: readonly string[] }
  | { readonly type: 'call'; readonly id: string; readonly name: string; readonly pieces: readonly string[] };

/** An answer that a dialect's script writes down; `finish` and `usage` are in the dialect's own words. */
export interface ScriptedAnswer {
  readonly model: string;
  readonly said: readonly Said[];
  readonly finish: string;
  readonly usage: object;
}

/** All of it; of a call its arguments. */
export const whole = ({ pieces }: Said): string => pieces.join('');

/** A call's arguments as an object, for dialects that send them so. */
export const argumentsOf = (call: Said): unknown => JSON.parse(whole(call) || '{}');
