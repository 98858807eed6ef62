// Loaded into the server before its own code. The window encrypts secrets and keeps them in the browser only when this
// cookie tells it where to fetch half of the key; without it they live in memory and a reload loses them. The server
// has the place but never sets the cookie.
import { ServerResponse } from 'node:http';

const cookie = 'vscode-secret-key-path=/mint-key; Path=/; Max-Age=31536000; SameSite=Strict';
const original = Reflect.get(ServerResponse.prototype, 'writeHead') as (...args: unknown[]) => ServerResponse;

ServerResponse.prototype.writeHead = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
  if (/^\/(\?|$)/.test(this.req.url ?? '')) this.appendHeader('Set-Cookie', cookie);
  return original.apply(this, args);
};
