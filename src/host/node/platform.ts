import type { Platform } from '../platform.ts';
import { append, replace, writingProcess } from './files.ts';
import { transport } from './transport.ts';

/** Desktop, remote and container windows. */
export const platform: Platform = {
  transport,
  environment: (name) => process.env[name],
  append: (file, text) => append(file.fsPath, text),
  replace: (file, bytes) => replace(file.fsPath, bytes),
  process: writingProcess,
  logins: {
    aws: async (values) => (await import('./awsLogin.ts')).awsCredentials(values),
    google: async () => (await import('./googleLogin.ts')).googleCredentials(),
    microsoft: async (...asked) => (await import('../microsoftLogin.ts')).microsoftToken(...asked),
  },
};
