import { commands, env, l10n, Uri, window } from 'vscode';
import type { Attached } from './attachUri.ts';

/**
 * What is selected in the terminal used last, or a sentence on why there is nothing. The stable API does not tell it, so
 * it goes through the clipboard, which gets back the text it held.
 */
export async function terminalSelection(): Promise<Attached> {
  const terminal = window.activeTerminal;
  const text = terminal === undefined ? '' : await copied();
  if (terminal === undefined || text === '')
    return { problem: l10n.t('Nothing is selected in the terminal. Select what should go along, then try again.') };
  const id = crypto.randomUUID();
  const uri = Uri.from({ scheme: 'parley-terminal', path: `/${id}` }).toString();
  return { id, kind: 'terminal', path: terminal.name, uri, languageId: '', text };
}

/** Without a selection the command copies nothing, and only a text that the clipboard did not hold before tells so. */
async function copied(): Promise<string> {
  const before = await env.clipboard.readText();
  try {
    const text = await copiedOver();
    if (text !== before || text === '') return text;
    const mark = crypto.randomUUID();
    await env.clipboard.writeText(mark);
    const again = await copiedOver();
    return again === mark ? '' : again;
  } finally {
    // An image is no text: where nothing was copied it is still there, and must not be taken away.
    if ((await env.clipboard.readText()) !== before) await env.clipboard.writeText(before);
  }
}

async function copiedOver(): Promise<string> {
  await commands.executeCommand('workbench.action.terminal.copySelection');
  return env.clipboard.readText();
}
