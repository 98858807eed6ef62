import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';

interface Entry {
  activate(context: vscode.ExtensionContext): void;
}

const captured = Promise.withResolvers<vscode.ExtensionContext>();

/**
 * The context that VS Code gives to the extension, with its real secrets and storage. There is no official way to it, so
 * the entry is wrapped before VS Code loads it: modules are cached by their path.
 */
export async function extensionContext(): Promise<vscode.ExtensionContext> {
  await found().activate();
  return captured.promise;
}

function found(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('parley.parley');
  if (extension === undefined) throw new Error('parley.parley is not installed.');
  return extension;
}

function capture(): void {
  const extension = found();
  if (extension.isActive) throw new Error('parley.parley was active before the suites were loaded.');
  const path = join(extension.extensionPath, (extension.packageJSON as { main: string }).main);
  const load = createRequire(path);
  const entry = load(path) as Entry;
  const cached = load.cache[load.resolve(path)];
  if (cached === undefined) throw new Error('The entry of parley.parley is not where modules are cached.');
  cached.exports = {
    ...entry,
    activate: (context: vscode.ExtensionContext) => {
      captured.resolve(context);
      entry.activate(context);
    },
  };
}

capture();
