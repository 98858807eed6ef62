import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openaiScript } from './openaiScript.ts';

export interface PricedModels {
  /** The base URL of a connection. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Dollars for one token, as OpenRouter lists them. */
const pricing = { prompt: '0.000001', completion: '0.000002', input_cache_read: '0.0000001' };

const models = [
  { id: 'priced', context_length: 6_000, pricing },
  { id: 'gift', context_length: 100_000, pricing: { prompt: '0', completion: '0' } },
  { id: 'unpriced' },
];

/** What every answer has used: by the prices above $0.0012. */
const usage = {
  prompt_tokens: 1_500,
  completion_tokens: 300,
  total_tokens: 1_800,
  prompt_tokens_details: { cached_tokens: 1_000 },
  completion_tokens_details: { reasoning_tokens: 100 },
};

/** A server of models that cost money, that cost nothing and whose price nobody knows; `long` is cut off. */
export async function startPricedModels(): Promise<PricedModels> {
  const script = openaiScript();
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: models }));
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const finish = script.finish(/"content":\s*"long"/.test(body) ? 'length' : 'stop');
      const text = script.text('It adds up:\n\n```ts\none\n```\n\nand\n\n```ts\ntwo\n```\n');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end([script.open(), text, finish, script.usage(usage), script.done()].join(''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
