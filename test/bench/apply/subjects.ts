import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import DiffMatchPatch from 'diff-match-patch';
import { applied, matchBlock } from '../../../src/edit/match.ts';
import { readBlock, type BlockHunk } from '../../../src/edit/matchBlock.ts';
import type { ApplyCase } from '../../unit/edit/applyCorpus/applyCase.ts';

/** The file afterwards; false when the subject refuses; undefined for a form that it has no way in for. */
type Outcome = string | false | undefined;

/** One way to apply what a model wrote. */
export interface ApplySubject {
  readonly name: string;
  apply(asked: ApplyCase): Outcome;
}

const defaultPath = 'src/cart.ts';

const isSearch = (block: string): boolean => /^(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL|FIND)\b/m.test(block);
const isPatchOfItsOwn = (block: string): boolean => block.includes('*** Begin Patch');

function ours({ file, block, language = '', path = defaultPath, hint = {} }: ApplyCase): Outcome {
  const match = matchBlock({ text: block, language }, { path, text: file }, hint);
  return match.type === 'refusal' ? false : applied(file ?? '', match);
}

/** The hunks of a diff as our reader finds them, which is kinder to the others than what they would read themselves. */
function hunksOf({ block, language = '' }: ApplyCase): readonly BlockHunk[] | undefined {
  const read = readBlock(block, language);
  return read.type === 'hunks' ? read.files.flatMap(({ hunks }) => hunks) : undefined;
}

/** jsdiff reads unified diffs itself, and throws at what it cannot read: a refusal. */
function byJsdiff(asked: ApplyCase, fuzzFactor: number): Outcome {
  const { block, file = '', path = defaultPath } = asked;
  if (isSearch(block) || isPatchOfItsOwn(block) || hunksOf(asked) === undefined) return undefined;
  try {
    const patches = parsePatch(block);
    const patch = patches.length === 1 ? patches[0] : patches.find((one) => isFor(one, path));
    return patch === undefined ? false : applyPatch(file, patch, { fuzzFactor });
  } catch {
    return false;
  }
}

function isFor({ newFileName = '' }: StructuredPatch, path: string): boolean {
  return newFileName.replace(/^b\//, '') === path;
}

/** A hunk is a patch of its two sides, moved to the line that its header names. */
function byPatchApply(asked: ApplyCase): Outcome {
  const { block, file = '' } = asked;
  const hunks = isSearch(block) || isPatchOfItsOwn(block) ? undefined : hunksOf(asked);
  if (hunks === undefined) return undefined;
  const matcher = new DiffMatchPatch();
  let text = file;
  for (const hunk of hunks) {
    const [before, after] = (['+', '-'] as const).map((gone) =>
      hunk.lines.flatMap(({ kind, text: line }) => (kind === gone ? [] : [`${line}\n`])).join(''),
    );
    // Its types take the class of a patch for a patch.
    const patches = matcher.patch_make(before ?? '', after ?? '');
    const moved = text
      .split('\n')
      .slice(0, hunk.line ?? 0)
      .join('\n').length;
    for (const patch of patches as unknown as DiffMatchPatch.patch_obj[]) {
      patch.start1 = (patch.start1 ?? 0) + moved;
      patch.start2 = (patch.start2 ?? 0) + moved;
    }
    const [result, done] = matcher.patch_apply(patches, text);
    if (done.includes(false)) return false;
    text = result;
  }
  return text;
}

/** No pattern may be longer than this: who uses `match_main` looks for both ends of what is to be replaced. */
const longestPattern = 32;

function byMatchMain({ block, file = '' }: ApplyCase): Outcome {
  if (!isSearch(block)) return undefined;
  const matcher = new DiffMatchPatch();
  // Where it is, nobody knows: a place must not count less for being far from the beginning.
  matcher.Match_Distance = 1_000_000;
  let text = file;
  for (const [, from = '', to = ''] of block.matchAll(
    /^[<-]{5,9} ?\w+\b ?>?\n([^]*?)^={5,9}\n([^]*?)^[>+]{5,9} ?\w+$/gm,
  )) {
    const head = matcher.match_main(text, from.slice(0, longestPattern), 0);
    if (head === -1) return false;
    const last = from.slice(-longestPattern);
    const tail = matcher.match_main(text, last, head + from.length - last.length);
    if (tail === -1 || tail + last.length < head) return false;
    text = text.slice(0, head) + to + text.slice(tail + last.length);
  }
  return text === file ? false : text;
}

/** Ours first; the others are compared with it. */
export const applySubjects: readonly ApplySubject[] = [
  { name: 'Parley', apply: ours },
  { name: 'jsdiff, fuzz 0', apply: (asked) => byJsdiff(asked, 0) },
  { name: 'jsdiff, fuzz 2', apply: (asked) => byJsdiff(asked, 2) },
  { name: 'diff-match-patch', apply: (asked) => byPatchApply(asked) ?? byMatchMain(asked) },
];
