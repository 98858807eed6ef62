import { appendFile } from 'node:fs/promises';
import { microsoftToken } from '../microsoftLogin.ts';
import type { Platform } from '../platform.ts';
import { transport } from './transport.ts';

/** Desktop, remote and container windows. */
export const platform: Platform = {
  transport,
  environment: (name) => process.env[name],
  append: (file, text) => appendFile(file.fsPath, text, 'utf8'),
  logins: {
    aws: async (values) => (await import('./awsLogin.ts')).awsCredentials(values),
    google: async () => (await import('./googleLogin.ts')).googleCredentials(),
    microsoft: microsoftToken,
  },
};
