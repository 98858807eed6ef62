import type { Transcript, Turn } from './transcript.ts';

/** Where a turn stands: after which other one, unless first, and whether it was deleted. */
export interface Link {
  readonly id: string;
  readonly after?: string;
  readonly deleted?: true;
}

/** A turn after the last one that is shown. */
export function withTurn(transcript: Transcript, turn: Turn): Transcript {
  const { turns, links } = transcript;
  const added = { ...transcript, turns: [...turns, turn] };
  return links === undefined ? added : { ...added, links: [...links, linkOf(turn.id, turns.at(-1)?.id)] };
}

/** A turn and all after it are put aside, so that what comes next is another branch. */
export function rewound(transcript: Transcript, to: string): Transcript {
  const index = transcript.turns.findIndex(({ id }) => id === to);
  if (index === -1) return transcript;
  return show(
    transcript,
    linksOf(transcript),
    transcript.turns.slice(0, index).map(({ id }) => id),
  );
}

/** The branch that leads through a turn and on to what was said last after it. */
export function switchedTo(transcript: Transcript, to: string): Transcript {
  const links = linksOf(transcript);
  const isShown = transcript.turns.some(({ id }) => id === to);
  if (isShown || !links.some(({ id, deleted }) => id === to && !deleted)) return transcript;
  return show(transcript, links, pathTo(links, newestAfter(links, to)));
}

/**
 * A question without it and its answers, or an answer without it: what came after stays, after what was before. When
 * nothing did, the newest of the other branches is shown.
 */
export function withoutTurn(transcript: Transcript, id: string): Transcript {
  const all = linksOf(transcript);
  if (!all.some((link) => link.id === id && !link.deleted)) return transcript;
  const gone = withAnswers(transcript, id);
  const links = all.map((link) => (gone.has(link.id) ? { ...link, deleted: true as const } : link));
  const left = transcript.turns.findLast((turn) => !gone.has(turn.id))?.id;
  return show(transcript, links, pathTo(links, newestAfter(links, left)));
}

/** Undoes {@link withoutTurn}, and shows the turn. */
export function restored(transcript: Transcript, id: string): Transcript {
  const all = linksOf(transcript);
  if (!all.some((link) => link.id === id && link.deleted)) return transcript;
  const back = withAnswers(transcript, id);
  const links = all.map((link) => (back.has(link.id) ? linkOf(link.id, link.after) : link));
  const path = pathTo(links, transcript.turns.at(-1)?.id);
  return show(transcript, links, path.includes(id) ? path : pathTo(links, newestAfter(links, id)));
}

/** On to the newest turn: a crash may have come between a rewind and the question that was to follow. */
export function resumed(transcript: Transcript): Transcript {
  const { turns, links } = transcript;
  if (links === undefined) return transcript;
  const newest = newestAfter(links, turns.at(-1)?.id);
  return newest === turns.at(-1)?.id ? transcript : show(transcript, links, pathTo(links, newest));
}

/**
 * For each turn that has others in its place: all of them, in the order in which they were made. An answer that came
 * to nothing is none to go back to.
 */
export function versionsOf({ links = [], aside = [] }: Transcript): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string | undefined, string[]>();
  /** The turn itself, or for a deleted one the nearest before it that is not. */
  const standing = new Map<string, string | undefined>();
  const empty = new Set(aside.flatMap((turn) => (turn.role === 'assistant' && turn.parts.length === 0 ? turn.id : [])));
  for (const { id, after, deleted } of links) {
    const before = after === undefined ? undefined : standing.get(after);
    standing.set(id, deleted ? before : id);
    if (!deleted && !empty.has(id)) groups.set(before, [...(groups.get(before) ?? []), id]);
  }
  const several = [...groups.values()].filter((group) => group.length > 1);
  return new Map(several.flatMap((group) => group.map((id) => [id, group] as const)));
}

const linkOf = (id: string, after: string | undefined): Link => (after === undefined ? { id } : { id, after });

/** As long as there is one branch, nothing is noted of it. */
function linksOf({ turns, links }: Transcript): readonly Link[] {
  return links ?? turns.map(({ id }, index) => linkOf(id, turns[index - 1]?.id));
}

function withAnswers(transcript: Transcript, id: string): ReadonlySet<string> {
  const { turns, aside = [] } = transcript;
  const answers = new Set([...turns, ...aside].flatMap((turn) => (turn.role === 'assistant' ? [turn.id] : [])));
  const own = linksOf(transcript).filter((link) => link.after === id && answers.has(link.id));
  return new Set([id, ...own.map((link) => link.id)]);
}

/** The turn made last among those after another one, and itself; among all, without one. Nothing comes after it. */
function newestAfter(links: readonly Link[], from: string | undefined): string | undefined {
  const within = new Set<string>();
  let newest: string | undefined;
  for (const { id, after, deleted } of links) {
    if (from !== undefined && id !== from && (after === undefined || !within.has(after))) continue;
    within.add(id);
    if (!deleted) newest = id;
  }
  return newest;
}

/** What comes before a turn was made before it: one way back through the links meets all of them. */
function pathTo(links: readonly Link[], leaf: string | undefined): readonly string[] {
  const path: string[] = [];
  let wanted = leaf;
  for (const { id, after, deleted } of links.toReversed()) {
    if (id !== wanted) continue;
    if (!deleted) path.push(id);
    wanted = after;
  }
  return path.toReversed();
}

function show(transcript: Transcript, links: readonly Link[], path: readonly string[]): Transcript {
  const { turns, aside = [], ...rest } = transcript;
  const byId = new Map([...aside, ...turns].map((turn) => [turn.id, turn]));
  const shown = new Set(path);
  const find = (id: string): readonly Turn[] => {
    const turn = byId.get(id);
    return turn === undefined ? [] : [turn];
  };
  return {
    ...rest,
    turns: path.flatMap(find),
    aside: links.flatMap(({ id }) => (shown.has(id) ? [] : find(id))),
    links,
  };
}
