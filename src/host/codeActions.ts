import { commands, env, window, workspace } from 'vscode';
import { withoutHiddenText } from '../chat/hiddenText.ts';

/** Opens a new, unsaved document with a piece of code, in its language where the editor knows it. */
export async function openAsNewFile(content: string, language: string | undefined): Promise<void> {
  const document = await workspace.openTextDocument({ content, ...(language === undefined ? {} : { language }) });
  await window.showTextDocument(document);
}

/**
 * Puts a command into the terminal and leaves it to the user to run it. Keys that would do more than write are taken out,
 * and of what has several lines a terminal would run all but the last: that goes the way of a paste, which the shell holds
 * back or the editor asks about.
 */
export async function pasteIntoTerminal(text: string): Promise<void> {
  const command = commandOf(text);
  const terminal = window.activeTerminal ?? window.createTerminal();
  // One that is just made takes no paste before its shell runs.
  await terminal.processId;
  terminal.show();
  if (!command.includes('\n')) return terminal.sendText(command, false);
  const before = await env.clipboard.readText();
  await env.clipboard.writeText(command);
  try {
    await commands.executeCommand('workbench.action.terminal.paste');
  } finally {
    // The editor may have asked for long, and what was copied meanwhile is the user's.
    if ((await env.clipboard.readText()) === command) await env.clipboard.writeText(before);
  }
}

/** Only what can be seen, without the line end that would run it. */
export function commandOf(text: string): string {
  return withoutHiddenText(text)
    .text.replace(/\r\n?/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/[^\n\P{Cc}]/gu, '')
    .trim();
}
