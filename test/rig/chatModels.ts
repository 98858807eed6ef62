import { build } from 'esbuild';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';

/** As VS Code names it; see test/host/chatModels/package.json. */
export const chatModelsId = 'parley-tests.chat-models';

/**
 * Puts the extension of test/host/chatModels, whose models are asked through the editor, where VS Code finds it at its
 * first start. As a second extension under development it would take the place of ours in a browser-hosted VS Code.
 */
export async function installChatModels(extensionsDir: string): Promise<void> {
  const source = join(projectFolder, 'test', 'host', 'chatModels');
  const target = join(extensionsDir, `${chatModelsId}-1.0.0`);
  await build({
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    logLevel: 'warning',
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(target, 'extension.cjs'),
  });
  await cp(join(source, 'package.json'), join(target, 'package.json'));
}
