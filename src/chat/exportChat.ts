import { resumed } from '../model/branches.ts';
import { emptyTranscript, fold, type ChatEvent } from '../model/transcript.ts';

/** What an exported file says of itself. */
export const exportFormat = 'parley-chat';

/** The version this code writes; a file of a later one is not imported. */
export const exportVersion = 1;

/**
 * A conversation as JSON, with everything that is shown of it. Without ids, times of export and the like, so that it
 * is the same again after it was imported.
 */
export function exportChat(events: readonly ChatEvent[]): string {
  return `${JSON.stringify({ format: exportFormat, version: exportVersion, events: shownEvents(events) }, null, 2)}\n`;
}

/**
 * The events that the conversation consists of now. Other branches and what was deleted are left out, and so is whom
 * the user lets answer instead: whoever shares a conversation shares what they see.
 */
export function shownEvents(events: readonly ChatEvent[]): readonly ChatEvent[] {
  const shown = new Set(resumed(events.reduce(fold, emptyTranscript)).turns.map(({ id }) => id));
  return events.filter((event) => {
    switch (event.type) {
      case 'user':
      case 'assistant':
      case 'continue':
      case 'stream':
        return shown.has(event.id);
      case 'title':
        return true;
      default:
        return false;
    }
  });
}

/** A file name made of a title, for any disk. */
export function exportName(title: string, extension: string): string {
  const name = Array.from(title.replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|\s]+/gu, ' ').trim())
    .slice(0, longestName)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  // Windows has devices of these names: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name);
  return `${name === '' ? 'Chat' : isDevice ? `Chat ${name}` : name}.${extension}`;
}

const longestName = 80;
