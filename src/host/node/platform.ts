import { appendFile } from 'node:fs/promises';
import type { Platform } from '../platform.ts';
import { transport } from './transport.ts';

/** Desktop, remote and container windows. */
export const platform: Platform = {
  transport,
  environment: (name) => process.env[name],
  append: (file, text) => appendFile(file.fsPath, text, 'utf8'),
};
