import { commands, ThemeIcon, ViewColumn, window } from 'vscode';
import type { ChatView } from './chatView.ts';

/** Moves the panel into an editor tab, beside what is open: code is seen together with what is said of it. */
export async function openInEditor(view: ChatView): Promise<void> {
  if (view.tab === undefined) {
    const column = window.tabGroups.activeTabGroup.tabs.length === 0 ? ViewColumn.Active : ViewColumn.Beside;
    const tab = window.createWebviewPanel('parley.chat', 'Parley', column);
    tab.iconPath = new ThemeIcon('comment-discussion');
    view.resolve(tab);
  }
  await view.reveal();
  view.focus();
}

/** The same in a window of its own. */
export async function openInWindow(view: ChatView): Promise<void> {
  await openInEditor(view);
  await commands.executeCommand('workbench.action.moveEditorToNewWindow');
}

/** Brings the panel back from its editor tab. */
export async function openInSidebar(view: ChatView): Promise<void> {
  view.tab?.dispose();
  await view.reveal();
  view.focus();
}
