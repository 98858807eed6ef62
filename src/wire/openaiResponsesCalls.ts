import type { StreamEvent } from '../model/event.ts';
import { maxCalls, tooManyCalls, unnamedCall } from './callFaults.ts';
import type { OutputItem } from './openaiResponsesItems.ts';

/** A call as far as it came. */
interface OpenCall {
  readonly item: OutputItem;
  pieces: string;
}

/** True for an item that asks the user's side to do something. */
export const isCall = ({ type }: OutputItem): boolean => type === 'function_call' || type === 'custom_tool_call';

/** The calls of one response. Each is given once: when its item is done, in the final list, or at the latest at the end. */
export class ResponseCalls {
  readonly #open = new Map<unknown, OpenCall>();
  readonly #given = new Set<string>();
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** A call begins; the key is what its pieces will name. */
  open(key: unknown, item: OutputItem): void {
    if (this.#open.size >= maxCalls) throw tooManyCalls();
    this.#open.set(key, { item, pieces: '' });
  }

  add(key: unknown, piece: string): void {
    const call = this.#open.get(key);
    if (call !== undefined) call.pieces += piece;
  }

  /** The arguments of an open call, whole. */
  set(key: unknown, whole: string): void {
    const call = this.#open.get(key);
    if (call !== undefined) call.pieces = whole;
  }

  /** A call is complete. */
  close(key: unknown, item: OutputItem): readonly StreamEvent[] {
    const pieces = this.#open.get(key)?.pieces ?? '';
    this.#open.delete(key);
    return this.#give(item, pieces);
  }

  /** A call of the final list, which may have been given before. */
  repeat(item: OutputItem): readonly StreamEvent[] {
    const ids = idsOf(item);
    // Without any id, only a host that gave none before can mean a new one.
    const isKnown = ids.length === 0 ? this.#count > 0 : ids.some((id) => this.#given.has(id));
    if (isKnown) return [];
    for (const [key, call] of this.#open)
      if (idsOf(call.item).some((id) => ids.includes(id))) return this.close(key, item);
    return this.#give(item, '');
  }

  /** Calls whose end never came, though the response's did. */
  finish(): readonly StreamEvent[] {
    return [...this.#open].flatMap(([key, { item }]) => this.close(key, item));
  }

  #give(item: OutputItem, pieces: string): readonly StreamEvent[] {
    if (!item.name) throw unnamedCall();
    if (this.#count >= maxCalls) throw tooManyCalls();
    const id = item.call_id || item.id || `call_${this.#count}`;
    this.#count++;
    for (const known of idsOf(item)) this.#given.add(known);
    return [{ type: 'tool-call', id, name: item.name, arguments: argumentsOf(item, pieces) }];
  }
}

const idsOf = ({ call_id: callId, id }: OutputItem): readonly string[] => [callId, id].flatMap((one) => one || []);

/** A custom tool takes free text, which stays as it is. */
function argumentsOf({ type, arguments: whole, input }: OutputItem, pieces: string): string {
  if (type === 'custom_tool_call') return input ?? pieces;
  if (typeof whole === 'string') return whole || pieces || '{}';
  return whole ? JSON.stringify(whole) : pieces || '{}';
}
