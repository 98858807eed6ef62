import { commands, window, type ExtensionContext } from 'vscode';
import { commandNames } from './host/commands.ts';
import type { App } from './app.ts';

/**
 * Entry of the Node host and of the web host. Only registers: what a command or the view needs is read and made at
 * their first use, so that Parley costs an editor that does not use it nothing.
 */
export function activate(context: ExtensionContext): void {
  let app: Promise<App> | undefined;
  const load = () => (app ??= import('./app.ts').then(({ createApp }) => createApp(context)));

  context.subscriptions.push(
    ...commandNames.map((name) =>
      commands.registerCommand(`parley.${name}`, async (...args: unknown[]) => (await load()).run(name, args)),
    ),
    window.registerWebviewViewProvider('parley.chat', {
      resolveWebviewView: async (view) => (await load()).view.resolve(view),
    }),
  );
}
