import type { Place, SavedState } from './state.ts';

/** Where the reader was in each conversation, the one left last at the end; who follows the end has no place. */
export type Places = NonNullable<SavedState['places']>;

/** More conversations than anybody goes back and forth between. */
const mostPlaces = 50;

/** The places after the reader moved in a conversation, or came to its end. */
export function withPlace(places: Places, chat: string, place: Place | undefined): Places {
  const others = places.filter(([other]) => other !== chat);
  return place === undefined ? others : [...others, [chat, place] as const].slice(-mostPlaces);
}

/** Where the reader was in a conversation. */
export function placeIn(places: Places, chat: string): Place | undefined {
  return places.find(([other]) => other === chat)?.[1];
}
