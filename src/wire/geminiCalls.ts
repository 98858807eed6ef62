import type { ToolCallEvent } from '../model/event.ts';
import { maxCalls, tooManyCalls, unnamedCall } from './callFaults.ts';
import * as read from './read.ts';
import { isText } from './isText.ts';

const functionCall = read.object({
  id: read.text,
  name: read.text,
  args: read.anything,
  partialArgs: read.anything,
  willContinue: read.anything,
});

const partialArgument = read.object(
  {
    jsonPath: read.text,
    stringValue: read.text,
    numberValue: read.number,
    boolValue: read.flag,
  },
  'jsonPath',
);
type PartialArgument = read.Found<typeof partialArgument>;

/** What must come back with a call: its signature, and its id where the model gave it one. */
export interface GeminiCallReplay {
  readonly id?: string;
  readonly thoughtSignature?: string;
}

type Node = { [key: string]: unknown };

interface OpenCall {
  readonly id: string | undefined;
  readonly name: string;
  readonly signature: string | undefined;
  readonly args: Node;
}

/**
 * Reads the function calls of one answer. Each comes whole; only where streamed arguments were asked for, it comes in
 * pieces: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling#streaming-fc
 */
export class GeminiCalls {
  #open: OpenCall | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The calls that this one completes. The prefix makes ids for calls that came without. */
  add(json: unknown, signature: string | undefined, idPrefix: string): readonly ToolCallEvent[] {
    const piece = functionCall(json);
    if (piece === undefined) return [];
    const before = isText(piece.name) ? this.finish(idPrefix) : [];
    if (isText(piece.name)) this.#begin(piece.name, piece.id, signature);
    else if (this.#open === undefined && (piece.args ?? piece.id) !== undefined) throw unnamedCall();
    if (this.#open !== undefined) {
      if (typeof piece.args === 'object') Object.assign(this.#open.args, piece.args);
      for (const argument of read.items(partialArgument, piece.partialArgs)) put(this.#open.args, argument);
    }
    return piece.willContinue === true ? before : [...before, ...this.finish(idPrefix)];
  }

  /** The call whose end was not told, as far as it came. */
  finish(idPrefix: string): readonly ToolCallEvent[] {
    const call = this.#open;
    if (call === undefined) return [];
    this.#open = undefined;
    const position = this.#count++;
    const replay: GeminiCallReplay = {
      ...(isText(call.id) ? { id: call.id } : {}),
      ...(call.signature === undefined ? {} : { thoughtSignature: call.signature }),
    };
    return [
      {
        type: 'tool-call',
        id: call.id || `${idPrefix}_${position}`,
        name: call.name,
        arguments: JSON.stringify(call.args),
        ...(Object.keys(replay).length === 0 ? {} : { replay }),
      },
    ];
  }

  #begin(name: string, id: string | undefined, signature: string | undefined): void {
    if (this.#count >= maxCalls) throw tooManyCalls();
    this.#open = { id, name, signature, args: emptyNode() };
  }
}

/** Without a prototype, so that an argument of any name is only that. */
const emptyNode = (): Node => Object.create(null) as Node;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Of a list only its items are written, neither its length nor what all lists inherit. */
const takes = (node: Node, step: string): boolean => !Array.isArray(node) || /^\d+$/.test(step);

/** More items than this are not written one by one. */
const maxIndex = 10_000;

/** Puts a value at its place, for instance `$.rooms[0].name`; pieces of a text are put together. */
function put(root: Node, { jsonPath, ...value }: PartialArgument): void {
  const steps = [...jsonPath.matchAll(/\[(\d+)\]|[^.[\]$'"]+/g)].map(([name, index]) => index ?? name);
  const last = steps.pop();
  if (last === undefined || steps.some((step) => Number(step) > maxIndex) || Number(last) > maxIndex) return;
  let node = root;
  for (const [position, step] of steps.entries()) {
    if (!takes(node, step)) return;
    const next = steps[position + 1] ?? last;
    const inner = isNode(node[step]) ? node[step] : /^\d+$/.test(next) ? ([] as unknown as Node) : emptyNode();
    node[step] = inner;
    node = inner;
  }
  if (!takes(node, last)) return;
  const before = node[last];
  if (typeof value.stringValue !== 'string') node[last] = value.numberValue ?? value.boolValue ?? null;
  else node[last] = typeof before === 'string' ? before + value.stringValue : value.stringValue;
}
