import * as z from 'zod/mini';
import { orElse } from '../chat/orElse.ts';
import type { Place } from '../protocol.ts';
import type { State } from './state.ts';

/** Where the reader was in each conversation; who follows the end has no place. */
export interface Places {
  of(chat: string): Place | undefined;
  keep(chat: string, place: Place | undefined): void;
}

/** More conversations than anybody goes back and forth between. */
const mostPlaces = 50;

/** The one left last at the end. */
const schema = orElse(z.array(z.object({ chat: z.string(), turn: z.string(), offset: z.number() })), []);

/** Kept here rather than in the page, whose own state the editor writes now and then, and not before it reloads. */
export function placesIn(state: State): Places {
  const all = () => schema.parse(state.get('places'));
  return {
    of(chat) {
      const found = all().find((place) => place.chat === chat);
      return found && { turn: found.turn, offset: found.offset };
    },
    keep(chat, place) {
      const others = all().filter((other) => other.chat !== chat);
      state.update('places', place === undefined ? others : [...others, { chat, ...place }].slice(-mostPlaces));
    },
  };
}
