import { QuickPickItemKind, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import { ageOf, ago } from '../chat/ages.ts';
import type { ChatSummary } from '../chat/chatIndex.ts';
import { matches, type Query } from '../chat/search.ts';

/** A row of the list; one without a chat divides it. */
export interface ChatItem extends QuickPickItem {
  readonly chat?: ChatSummary;
}

/** What can be done with a chat in the list, in this order. */
export const renameButton: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: 'Rename' };
/** See {@link renameButton}. */
export const exportButton: QuickInputButton = { iconPath: new ThemeIcon('export'), tooltip: 'Export' };
/** See {@link renameButton}. */
export const deleteButton: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete' };

/** What the rows of the list are made of. */
export interface ChatRows {
  readonly chats: readonly ChatSummary[];
  readonly currentId: string;
  readonly nowMs: number;
  /** What is typed, if anything. */
  readonly query?: Query;
  /** Where it was found, by the id of the chat. */
  readonly excerpts: ReadonlyMap<string, string>;
}

/** All chats by their age; or those that have what is typed in their title or, as far as is known yet, in their text. */
export function chatItems(rows: ChatRows): readonly ChatItem[] {
  const { chats, query, excerpts, nowMs } = rows;
  if (query !== undefined)
    return (
      chats
        .filter(({ id, title }) => excerpts.has(id) || matches(title, query))
        // The editor's own filter knows titles only, and would hide the others.
        .map((chat) => ({ ...itemOf(chat, rows), alwaysShow: true }))
    );
  return chats.flatMap((chat, index) => {
    const age = ageOf(chat.changedAt, nowMs);
    const previous = chats[index - 1];
    const isFirst = previous === undefined || ageOf(previous.changedAt, nowMs) !== age;
    return [...(isFirst ? [{ label: age, kind: QuickPickItemKind.Separator }] : []), itemOf(chat, rows)];
  });
}

function itemOf(chat: ChatSummary, { currentId, nowMs, excerpts }: ChatRows): ChatItem {
  const excerpt = excerpts.get(chat.id);
  // A match in the title is seen there already.
  const isNews = excerpt !== undefined && !chat.title.includes(excerpt.replaceAll('…', ''));
  return {
    label: withoutIcons(shownTitle(chat)),
    description: `${ago(chat.changedAt, nowMs)} · ${chat.messages} ${chat.messages === 1 ? 'message' : 'messages'}`,
    ...(isNews ? { detail: withoutIcons(excerpt) } : {}),
    ...(chat.id === currentId ? { iconPath: new ThemeIcon('check') } : {}),
    buttons: [renameButton, exportButton, deleteButton],
    chat,
  };
}

/** A chat of which nothing can be read has no title. */
export const shownTitle = ({ title }: Pick<ChatSummary, 'title'>): string => title || '(untitled)';

/** Pickers draw `$(name)` as an icon, which text of a chat must not become. */
const withoutIcons = (text: string): string => text.replaceAll(/\$\([a-z\d-]+(?:~[a-z]+)?\)/gi, '\\$&');
