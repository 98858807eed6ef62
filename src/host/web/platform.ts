import { microsoftToken } from '../microsoftLogin.ts';
import type { Platform } from '../platform.ts';
import { append, replace, unsafeTogether } from './files.ts';
import { transport } from './transport.ts';

/** vscode.dev and other windows without a Node process. */
export const platform: Platform = {
  transport,
  environment: () => undefined,
  append,
  replace,
  ...(unsafeTogether === undefined ? {} : { unsafeTogether }),
  logins: { microsoft: microsoftToken },
};
