import { window, workspace } from 'vscode';

/** Opens a request in an editor of its own. */
export async function openRequest(json: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: 'json', content: `${json}\n` }), {
    preview: false,
  });
}
