import { workspace, type Uri } from 'vscode';
import type { Platform } from '../platform.ts';
import { transport } from './transport.ts';

/** vscode.dev and other windows without a Node process. */
export const platform: Platform = { transport, environment: () => undefined, append };

/** One write at a time, since appending here means reading and writing the whole file. */
let lastWrite: Promise<unknown> = Promise.resolve();

function append(file: Uri, text: string): Promise<void> {
  const write = lastWrite.then(() => rewrite(file, text));
  lastWrite = write.catch(() => undefined);
  return write;
}

async function rewrite(file: Uri, text: string): Promise<void> {
  const added = new TextEncoder().encode(text);
  const before = await workspace.fs.readFile(file).then(undefined, () => new Uint8Array());
  const whole = new Uint8Array(before.length + added.length);
  whole.set(before);
  whole.set(added, before.length);
  await workspace.fs.writeFile(file, whole);
}
