import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openaiScript } from '../../servers/openaiScript.ts';

/** What the next answer is, and how it comes. */
export interface Paced {
  readonly text: string;
  /** Characters that come at once, before the clock starts. */
  readonly from: number;
  readonly deltasASecond: number;
}

/** An OpenAI-compatible server that tells when it sent what. */
export interface PacedServer {
  readonly url: string;
  next: Paced;
  /** When the last answer had been sent up to a character, on this machine's clock; undefined for what came at once. */
  sentMs(character: number): number | undefined;
  stop(): Promise<void>;
}

const deltaCharacters = 4;
const tickMs = 2;

/** Milliseconds since 1970, finer than `Date.now()`: pages and servers on one machine share this clock. */
const nowMs = (): number => performance.timeOrigin + performance.now();

/** Starts it on a free port of 127.0.0.1. Deltas that are due together are written one by one all the same. */
export async function startPacedServer(): Promise<PacedServer> {
  const script = openaiScript();
  let paced: Paced = { text: '', from: 0, deltasASecond: 1 };
  let sent: number[] = [];
  const answer = async (response: ServerResponse) => {
    const { text, from, deltasASecond } = paced;
    const times: number[] = (sent = []);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' });
    response.write(script.open() + script.text(text.slice(0, from)));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const startedMs = nowMs();
    for (let at = from; at < text.length && !response.destroyed;) {
      await new Promise((resolve) => setTimeout(resolve, tickMs));
      const due = from + Math.floor(((nowMs() - startedMs) * deltasASecond) / 1_000) * deltaCharacters;
      for (; at < Math.min(due, text.length); at += deltaCharacters) {
        response.write(script.text(text.slice(at, at + deltaCharacters)));
        times[(at - from) / deltaCharacters] = nowMs();
      }
    }
    response.end(script.finish('stop') + script.done());
  };
  const server = createServer((request, response) => {
    if (request.method === 'POST') return void answer(response);
    response.setHeader('content-type', 'application/json').end('{"object":"list","data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get next() {
      return paced;
    },
    set next(value) {
      paced = value;
    },
    sentMs: (character) => sent[Math.floor((character - paced.from) / deltaCharacters)],
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
