import { microsoftToken } from '../microsoftLogin.ts';
import type { Platform } from '../platform.ts';
import { unsafeTogether } from './append.ts';
import { chatFiles } from './chatFiles.ts';
import { transport } from './transport.ts';

/** vscode.dev and other windows without a Node process. */
export const platform: Platform = {
  transport,
  environment: () => undefined,
  chatFiles,
  ...(unsafeTogether === undefined ? {} : { unsafeTogether }),
  logins: { microsoft: microsoftToken },
};
