import type { Platform } from '../platform.ts';
import { chatFiles } from './chatFiles.ts';
import { transport } from './transport.ts';

/** Desktop, remote and container windows. */
export const platform: Platform = {
  transport,
  environment: (name) => process.env[name],
  chatFiles: ({ fsPath }) => chatFiles(fsPath),
  logins: {
    aws: async (values) => (await import('./awsLogin.ts')).awsCredentials(values),
    google: async () => (await import('./googleLogin.ts')).googleCredentials(),
    microsoft: async (...asked) => (await import('../microsoftLogin.ts')).microsoftToken(...asked),
  },
};
