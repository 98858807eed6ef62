import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerEvents, type Api } from './answers.ts';

/** What it tells the process that started it: its port once, then when each request came. */
export type FromServer = { readonly port: number } | { readonly arrivedMs: number };

/**
 * A provider in a process of its own, so that its work is not counted as the clients'. The address says what is wanted:
 * `/<api>/<pieces of text>/<bytes a write, 0 for one event a write>/…`.
 */
const server = createServer({ noDelay: true }, (request, response) => {
  tell({ arrivedMs: performance.timeOrigin + performance.now() });
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());

const known = new Map<string, readonly Buffer[]>();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, api, pieces, bytesPerWrite] = (request.url ?? '').split('/');
  request.resume();
  await once(request, 'end');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const bytes of writes(api as Api, Number(pieces), Number(bytesPerWrite)))
    if (!response.write(bytes)) await once(response, 'drain');
  response.end();
}

function writes(api: Api, pieces: number, bytesPerWrite: number): readonly Buffer[] {
  const key = `${api} ${pieces} ${bytesPerWrite}`;
  const made = known.get(key) ?? cut(answerEvents(api, pieces), bytesPerWrite);
  known.set(key, made);
  return made;
}

function cut(events: readonly string[], bytesPerWrite: number): readonly Buffer[] {
  if (bytesPerWrite === 0) return events.map((event) => Buffer.from(event));
  const all = Buffer.from(events.join(''));
  return Array.from({ length: Math.ceil(all.length / bytesPerWrite) }, (_, index) =>
    all.subarray(index * bytesPerWrite, (index + 1) * bytesPerWrite),
  );
}

function tell(message: FromServer): void {
  process.send?.(message);
}
