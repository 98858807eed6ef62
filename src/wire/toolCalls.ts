import type { ToolCallEvent } from '../model/event.ts';
import { maxCalls, tooManyCalls, unnamedCall } from './callFaults.ts';

/** A piece of a tool call as a stream brings it; any field may be missing, empty or repeated. */
export interface ToolCallPiece {
  readonly index?: unknown;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** Text, or an object where a host sends one. */
  readonly arguments?: unknown;
}

interface Call {
  id: string;
  name: string;
  arguments: string;
}

/**
 * Puts the pieces of tool calls together. Which call a piece belongs to, first rule that applies: a known id, unless it
 * is given to a second call; a new id at an index already taken by another id, or another name there, begins a new call;
 * the index; the call opened last.
 */
export class ToolCalls {
  readonly #calls: Call[] = [];
  readonly #byId = new Map<string, Call>();
  readonly #byIndex = new Map<number, Call>();

  add(piece: ToolCallPiece): void {
    const text = textOf(piece.arguments);
    const call = this.#find(piece, text);
    if (piece.name && call.name === '') call.name = piece.name;
    if (isRepeated(call, text)) return;
    // Some hosts open with an empty object before they write the real one.
    call.arguments = call.arguments === '{}' && text.startsWith('{') ? text : call.arguments + text;
  }

  /** The finished calls in the order they were begun. The prefix makes ids for calls that came without one of their own. */
  finish(idPrefix: string): readonly ToolCallEvent[] {
    const calls = this.#calls.filter((call) => call.name !== '' || call.arguments !== '');
    if (calls.some(({ name }) => name === '')) throw unnamedCall();
    return calls.map((call, position) => ({
      type: 'tool-call',
      id: call.id === '' || this.#byId.get(call.id) !== call ? `${idPrefix}_${position}` : call.id,
      name: call.name,
      arguments: call.arguments === '' ? '{}' : call.arguments,
    }));
  }

  #find(piece: ToolCallPiece, text: string): Call {
    const id = piece.id ?? '';
    const index = isIndex(piece.index) ? piece.index : undefined;
    const open = index === undefined ? this.#lastOpen(piece) : this.#byIndex.get(index);
    if (id !== '' && open?.id === id) return open;
    const known = this.#byId.get(id);
    const isFirstThere = index !== undefined && open === undefined;
    if (known !== undefined && !(isFirstThere && isTwin(known, piece, text))) return known;
    const call =
      open === undefined || (id !== '' && open.id !== '') || isAnother(open, piece, text) ? this.#begin() : open;
    if (id !== '') {
      call.id = id;
      if (known === undefined) this.#byId.set(id, call);
    }
    if (index !== undefined) this.#byIndex.set(index, call);
    return call;
  }

  /** Without an index, only a piece that names nothing new can belong to a call before it. */
  #lastOpen({ id, name }: ToolCallPiece): Call | undefined {
    const last = this.#calls.at(-1);
    const beginsAnew = (name && last?.name !== '') || (id && last?.id !== '');
    return beginsAnew ? undefined : last;
  }

  #begin(): Call {
    if (this.#calls.length >= maxCalls) throw tooManyCalls();
    const call = { id: '', name: '', arguments: '' };
    this.#calls.push(call);
    return call;
  }
}

const isIndex = (index: unknown): index is number =>
  Number.isInteger(index) && Number(index) >= 0 && Number(index) < 1_000_000;

/** Some hosts send whole calls without ids and all under index 0: another name, or complete arguments and more, begin another. */
function isAnother(open: Call, { name, id }: ToolCallPiece, text: string): boolean {
  if (!name || open.name === '') return false;
  if (name !== open.name) return true;
  return !id && open.id === '' && text.startsWith('{') && isWhole(open.arguments) && !isRepeated(open, text);
}

/** Some hosts of Kimi give the same id to several calls of one answer, each at an index of its own. */
function isTwin(known: Call, { name }: ToolCallPiece, text: string): boolean {
  if (!name) return false;
  return name !== known.name || (text.startsWith('{') && isWhole(known.arguments) && !isRepeated(known, text));
}

/** Some hosts end with the whole arguments once more. */
const isRepeated = (call: Call, text: string): boolean => text !== '' && text === call.arguments && isWhole(text);

function isWhole(text: string): boolean {
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
