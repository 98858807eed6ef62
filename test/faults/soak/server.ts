// The answering side of a soak, in a thread of its own so that what it keeps is not measured.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { openaiScript } from '../../servers/openaiScript.ts';
import { soakTurn, type SoakTurn } from './plan.ts';

const { seed } = workerData as { seed: number };
const script = openaiScript();
/** How often each turn was asked. */
const asked = new Map<number, number>();

interface SentMessage {
  readonly role: string;
  readonly content: string;
}

async function bodyOf(request: IncomingMessage): Promise<readonly SentMessage[]> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return (JSON.parse(text) as { messages: readonly SentMessage[] }).messages;
}

/** The turn that is asked for, and how much of its answer the model is shown. */
function read(messages: readonly SentMessage[]): { plan: SoakTurn; shown: number } {
  const at = messages.findLastIndex(({ content }) => content.startsWith('Turn '));
  const plan = soakTurn(seed, Number(/^Turn (\d+)/.exec(messages[at]?.content ?? '')?.[1]));
  const partial = messages.slice(at + 1).find(({ role }) => role === 'assistant');
  return { plan, shown: partial?.content.length ?? 0 };
}

const words = (text: string): string => (text.match(/[\s\S]{1,12}/g) ?? []).map((piece) => script.text(piece)).join('');

const whole = (text: string): string => script.open() + words(text) + script.finish('stop') + script.done();

type Serve = (response: ServerResponse, plan: SoakTurn) => void;

const begin = (response: ServerResponse, plan: SoakTurn, then: () => void): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(script.open() + words(plan.answer.slice(0, plan.cut)), () => setTimeout(then, 5));
};

const refuse =
  (status: number, headers: Readonly<Record<string, string>> = {}): Serve =>
  (response) =>
    void response.writeHead(status, headers).end('{"error":{"message":"not now"}}');

const faulty: Readonly<Record<SoakTurn['fault'], Serve>> = {
  none: (response, { answer }) => void response.writeHead(200).end(whole(answer)),
  'reset before words': (response) => response.socket?.resetAndDestroy(),
  'reset after words': (response, plan) => begin(response, plan, () => response.socket?.resetAndDestroy()),
  'clean end after words': (response, plan) => begin(response, plan, () => response.end()),
  'refused for a moment': refuse(429, { 'retry-after': '2' }),
  overloaded: refuse(529),
  'error after words': (response, plan) =>
    begin(response, plan, () => response.end('data: {"error":{"message":"fell over","code":502}}\n\n')),
  'nonsense after words': (response, plan) => begin(response, plan, () => response.end('data: {"choi\n\n')),
  empty: (response) => void response.writeHead(200).end(whole('')),
  // The client is to leave by itself.
  cancelled: (response, plan) => begin(response, plan, () => undefined),
};

const server = createServer({ noDelay: true }, (request, response) => {
  void bodyOf(request).then((messages) => {
    const { plan, shown } = read(messages);
    const times = (asked.get(plan.turn) ?? 0) + 1;
    asked.set(plan.turn, times);
    if (shown > 0) response.writeHead(200).end(whole(plan.answer.slice(plan.resumesAt(shown))));
    else faulty[times === 1 ? plan.fault : 'none'](response, plan);
  });
});

server.listen(0, '127.0.0.1', () =>
  parentPort?.postMessage({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
parentPort?.on('message', () => server.getConnections((_, connections) => parentPort?.postMessage({ connections })));
