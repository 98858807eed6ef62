import { l10n, workspace, type Uri } from 'vscode';
import { orMissing } from '../orMissing.ts';

/** Insecure pages have no locks; their type says that they do. */
const locks = (globalThis.navigator as Navigator | undefined)?.locks;

/** What to tell the user where two windows that write at the same moment cannot wait for each other. */
export const unsafeTogether =
  locks === undefined
    ? l10n.t(
        'Keep each chat in one window: in this browser, windows that write the same chat at the same moment can overwrite each other.',
      )
    : undefined;

/** One write at a time, since appending here means reading and writing the whole file. */
let lastWrite: Promise<unknown> = Promise.resolve();

/** Adds text to the end of a file. The browser's lock makes other windows wait; without one, only this window does. */
export function append(file: Uri, text: string): Promise<void> {
  const run = () => rewrite(file, text);
  const write = lastWrite.then(() => (locks === undefined ? run() : locks.request(file.toString(), run)));
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
