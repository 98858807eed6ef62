import { FileType, l10n, window, type TextDocument, type Uri, type WorkspaceEdit } from 'vscode';
import { composeSet, namesIn, partsOf, type SetBlock, type SetPart, type SetResult } from '../edit/matchSet.ts';
import { refused } from '../edit/matchResult.ts';
import type { Attachment } from '../model/attachment.ts';
import { hintOf, opened, showLine } from './applyDocument.ts';
import { refusalText } from './applyMessages.ts';
import { editFor, previewed, type SetPlace } from './applySetEdit.ts';
import { namedTarget } from './applyTarget.ts';
import type { InlineEdits } from './inlineEdit.ts';
import { isReadOnly } from './inlineEditTarget.ts';
import { typeOf } from './symbolicLinks.ts';

/** Blocks of code of one answer that the user wants in their files, together. */
export interface SetToApply {
  readonly blocks: readonly SetBlock[];
  /** What went along with the question. */
  readonly attachments: readonly Attachment[];
}

/** What is known of the paths of a set; sentences for those that cannot be written. */
interface Found {
  readonly places: ReadonlyMap<string, SetPlace>;
  readonly refusals: readonly string[];
}

/**
 * Shows all that the blocks do to files as one set to tick off, and one undo. What has no certain place is left out and
 * said; `write` puts the set into the files, after the user has seen it.
 */
export async function applySet(
  { blocks, attachments }: SetToApply,
  edits: Pick<InlineEdits, 'has'>,
  write: (edit: WorkspaceEdit) => Thenable<boolean> = previewed,
): Promise<void> {
  const parts = partsOf(blocks);
  const found = await find(parts, edits);
  if (found === undefined) return;
  const { places, refusals } = found;
  const all = composeSet(
    parts.filter((part) => isKnown(part, places)),
    (name) => {
      const place = places.get(name);
      if (place === undefined) return undefined;
      const { path, uri, document } = place;
      return { path, text: document?.getText(), hint: hintOf(attachments, uri, document) };
    },
  );
  const byPath = new Map([...places.values()].map((place) => [place.path, place]));
  const unsaved = all.filter(({ type, path }) => type === 'delete' && byPath.get(path)?.document?.isDirty === true);
  const results = all.filter((result) => result.type !== 'refused' && !unsaved.includes(result));
  const leftOut = [...refusals, ...all.flatMap(told), ...unsaved.map(({ path }) => unsavedText(path))];
  const nothing = [refusalText(refused('nothing', []), '')];
  void tellLeftOut(leftOut.length + results.length === 0 ? nothing : leftOut, closestPlace(all, byPath));
  if (results.length === 0) return;
  const before = new Map([...byPath.values()].map(({ document }) => [document, document?.getText()]));
  const isWritten = await write(editFor(results, byPath));
  const done = await Promise.all(results.map(async (result) => isDone(result, byPath, before)));
  tellDone(done.filter(Boolean).length, { isWritten, of: results.length });
}

/** Undefined when the user was asked which file is meant, and left. */
async function find(parts: readonly SetPart[], edits: Pick<InlineEdits, 'has'>): Promise<Found | undefined> {
  const places = new Map<string, SetPlace>();
  const refusals: string[] = [];
  for (const { name, isNew } of namesIn(parts)) {
    const place = await placeOf(name, isNew ? 'new' : 'alike', edits);
    if (place === undefined) return undefined;
    if (typeof place === 'string') refusals.push(place);
    else places.set(name, place);
  }
  return { places, refusals };
}

async function placeOf(
  name: string,
  goal: 'new' | 'alike',
  edits: Pick<InlineEdits, 'has'>,
): Promise<SetPlace | string | undefined> {
  const target = await namedTarget(name, goal);
  if (target === undefined) return undefined;
  if ('refusal' in target) return target.refusal;
  const { uri, path } = target;
  if (target.isNew) return { uri, path };
  const document = await opened(uri);
  if (document === 'unreadable')
    return l10n.t('{0} cannot be read as text, so nothing was changed. Look whether it is still there.', path);
  if (await isReadOnly(document)) return l10n.t('{0} is read-only.', path);
  if (edits.has(document))
    return l10n.t(
      '{0} has an edit that is not accepted or rejected yet. Do that first, then apply the code again.',
      path,
    );
  return { uri, path, document };
}

function isKnown(part: SetPart, places: ReadonlyMap<string, SetPlace>): boolean {
  return places.has(part.path) && (part.type !== 'diff' || part.from === undefined || places.has(part.from));
}

function told(result: SetResult): readonly string[] {
  return result.type === 'refused' ? [refusalText(result.why, result.path)] : [];
}

const unsavedText = (path: string): string =>
  l10n.t('{0} was not deleted: it has changes that are not saved. Save it, then apply the code again.', path);

interface Line {
  readonly document: TextDocument;
  readonly line: number;
}

/** Where the first of what is left out would most likely belong. */
function closestPlace(results: readonly SetResult[], places: ReadonlyMap<string, SetPlace>): Line | undefined {
  for (const result of results) {
    const document = places.get(result.path)?.document;
    const [line] = result.type === 'refused' ? result.why.lines : [];
    if (document !== undefined && line !== undefined) return { document, line };
  }
  return undefined;
}

async function tellLeftOut(sentences: readonly string[], closest: Line | undefined): Promise<void> {
  if (sentences.length === 0) return;
  const show = l10n.t('Show Closest Place');
  const text = [...new Set(sentences)].join(' ');
  const choice = await window.showWarningMessage(text, ...(closest === undefined ? [] : [show]));
  if (choice === show && closest !== undefined) await showLine(closest.document, closest.line);
}

function tellDone(done: number, { isWritten, of }: { readonly isWritten: boolean; readonly of: number }): void {
  if (done === 0) return;
  if (!isWritten)
    return void window.showWarningMessage(
      l10n.t('Only {0} of {1} files could be changed. Undo takes that back.', done, of),
    );
  void window.showInformationMessage(
    done === 1 ? l10n.t('1 file was changed.') : l10n.t('{0} files were changed.', done),
  );
}

/** Looks at what is there: the user may have ticked off some of it. */
async function isDone(
  result: SetResult,
  places: ReadonlyMap<string, SetPlace>,
  before: ReadonlyMap<TextDocument | undefined, string | undefined>,
): Promise<boolean> {
  const place = places.get(result.path);
  if (place === undefined || result.type === 'refused') return false;
  const { uri, document } = place;
  if (result.type === 'change') return document !== undefined && document.getText() !== before.get(document);
  return (await exists(uri)) === (result.type === 'create');
}

const exists = async (uri: Uri): Promise<boolean> => (await typeOf(uri)) !== FileType.Unknown;
