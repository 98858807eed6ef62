import * as z from 'zod/mini';
import type { ChatEvent } from '../model/transcript.ts';
import { exportFormat, exportVersion } from './exportChat.ts';
import { parseJson } from './parseJson.ts';
import { decodeEvent } from './savedEvent.ts';

/** The events of an exported conversation, or a sentence on why there are none: all of it is understood or nothing. */
export type Imported = { readonly events: readonly ChatEvent[] } | { readonly problem: string };

const fileSchema = z.object({
  format: z.literal(exportFormat),
  version: z.number().check(z.int(), z.minimum(1)),
  events: z.array(z.unknown()),
});
const newerSchema = z.object({
  format: z.literal(exportFormat),
  version: z.number().check(z.minimum(exportVersion + 1)),
});

/** Reads what {@link exportChat} wrote; events are held against the same schema as those of the disk. */
export function importChat(text: string): Imported {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  if (value === undefined) return { problem: 'It is not a JSON file, or only part of one. Export the chat again.' };
  if (newerSchema.safeParse(value).success) return { problem: newer };
  const file = fileSchema.safeParse(value).data;
  if (file === undefined)
    return { problem: 'It is not a chat that Parley exported. Pick a file made by “Export Chat”.' };
  return eventsOf(file.events);
}

const newer = 'It was exported by a newer version of Parley. Update Parley to import it.';

function eventsOf(values: readonly unknown[]): Imported {
  const events: ChatEvent[] = [];
  for (const [index, value] of values.entries()) {
    const event = decodeEvent(value);
    if (event === 'unknown') return { problem: newer };
    if (event === 'damaged') return { problem: `Its event ${index + 1} of ${values.length} is damaged.` };
    // Whoever wrote the file does not choose which of the reader's models are paid.
    if (event.type !== 'fallbacks') events.push(event);
  }
  if (!events.some(({ type }) => type === 'user')) return { problem: 'There is no question in it.' };
  return { events };
}
