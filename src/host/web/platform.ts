import { workspace, type Uri } from 'vscode';
import { microsoftToken } from '../microsoftLogin.ts';
import { orMissing } from '../orMissing.ts';
import type { Platform } from '../platform.ts';
import { transport } from './transport.ts';

/** vscode.dev and other windows without a Node process. */
export const platform: Platform = {
  transport,
  environment: () => undefined,
  append,
  logins: { microsoft: microsoftToken },
};

/** One write at a time, since appending here means reading and writing the whole file. */
let lastWrite: Promise<unknown> = Promise.resolve();

function append(file: Uri, text: string): Promise<void> {
  const write = lastWrite.then(() => rewrite(file, text));
  lastWrite = write.catch(() => undefined);
  return write;
}

async function rewrite(file: Uri, text: string): Promise<void> {
  const added = new TextEncoder().encode(text);
  // A file that is there but cannot be read now must not be taken for an empty one, or it would be overwritten.
  const before = await orMissing(workspace.fs.readFile(file), new Uint8Array());
  const whole = new Uint8Array(before.length + added.length);
  whole.set(before);
  whole.set(added, before.length);
  await workspace.fs.writeFile(file, whole);
}
