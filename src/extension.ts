import * as sentences from '@vscode/l10n';
import { CodeActionKind, commands, l10n, languages, window, type ExtensionContext } from 'vscode';
import { commandNames } from './host/commands.ts';
import { leftEditsKey } from './host/leftEditsKey.ts';
import type { App } from './app.ts';

let app: Promise<App> | undefined;

/**
 * Entry of the Node host and of the web host. Only registers: what a command or the view needs is read and made at
 * their first use, so that Parley costs an editor that does not use it nothing.
 */
export function activate(context: ExtensionContext): void {
  // Before all else is read, so that sentences can be made wherever they stand, also while a file is read.
  if (l10n.bundle !== undefined) sentences.config({ contents: l10n.bundle });
  const load = () => (app ??= import('./app.ts').then(({ createApp }) => createApp(context)));
  if (context.workspaceState.get(leftEditsKey) !== undefined) void load().then(({ run }) => run('resumeEdits', []));

  context.subscriptions.push(
    ...commandNames.map((name) =>
      commands.registerCommand(`parley.${name}`, async (...args: unknown[]) => (await load()).run(name, args)),
    ),
    window.registerWebviewViewProvider('parley.chat', {
      resolveWebviewView: async (view) => (await load()).view.resolve(view),
    }),
    window.registerWebviewPanelSerializer('parley.chat', {
      deserializeWebviewPanel: async (tab) => (await load()).view.resolve(tab),
    }),
    // For all languages, which ranks it below what a language has of its own.
    languages.registerCodeActionsProvider(
      '*',
      {
        provideCodeActions: async (document, range, context) =>
          (await import('./host/lightbulb.ts')).lightbulbActions(document, range, context),
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
    ),
  );
}

/** The editor waits for this: the last words of an answer are written. */
export async function deactivate(): Promise<void> {
  await (await app)?.dispose();
  app = undefined;
}
