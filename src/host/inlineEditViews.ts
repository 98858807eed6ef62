import { hunkKey, type Hunk } from '../edit/diff.ts';
import { viewHunk, type HunkView } from '../edit/hunkView.ts';
import { placeOf } from '../edit/places.ts';
import type { Region } from '../edit/region.ts';
import { isReviewable, isUnsettled } from '../edit/session.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

/** A hunk under review with what there is to see of it; lines of the view are those of the document. */
export interface SeenHunk {
  readonly run: InlineEditRun;
  readonly hunk: Hunk;
  readonly key: string;
  readonly view: HunkView;
  /** Its new lines, or the line behind what was removed. */
  readonly place: Region;
  /** The first and the last line that tell of it. */
  readonly first: number;
  readonly last: number;
  /** Old lines that are not shown at a line of their own. */
  readonly goneCount: number;
}

const views = new WeakMap<Hunk, HunkView>();

/** The hunks of an edit while they can be judged; none before and after. */
export function seenHunks(run: InlineEditRun): readonly SeenHunk[] {
  return isReviewable(run.session) ? run.hunks.map((hunk) => seen(run, hunk)) : [];
}

/** True for the moment between a decision and the write that it leads to: what is shown stays until that has landed. */
export function isBetween({ session }: InlineEditRun): boolean {
  return session.phase === 'reviewing' && isUnsettled(session);
}

function seen(run: InlineEditRun, hunk: Hunk): SeenHunk {
  const { base, held, region } = run.session;
  const view = views.get(hunk) ?? viewHunk(hunk, base, held);
  views.set(hunk, view);
  const told = view.gone.map(({ line }) => line);
  const lines = [...view.added, ...view.changed, ...told];
  const at = (line: number) => Math.min(Math.max(0, region.start + line), run.document.lineCount - 1);
  return {
    run,
    hunk,
    key: hunkKey(hunk),
    view,
    place: placeOf(region, hunk),
    first: at(lines.reduce((a, b) => Math.min(a, b), hunk.proposal.start)),
    last: at(lines.reduce((a, b) => Math.max(a, b), -1)),
    goneCount: view.gone.reduce((sum, { original }) => sum + original.count, 0),
  };
}
