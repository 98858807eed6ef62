import { l10n, window, workspace, type QuickPickItem, type TextEditor, type Uri } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { fileOf, selectionsOf, symbolAt } from './attachments.ts';
import { linesLabel } from './linesLabel.ts';
import { mediaExtensions, mediaTypeOf, readMedia } from './mediaFile.ts';
import { promptBox } from './promptBox.ts';
import type { Recents } from './recents.ts';

/** A question with what goes along; an empty text means that it is to be written in the panel. */
export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

type AttachmentsItem = QuickPickItem & { attachments(): Promise<readonly Attachment[]> | readonly Attachment[] };

/** Asks what to ask about the editor's selections, or about what is around the cursor. `undefined` when left. */
export async function askSelection(editor: TextEditor | undefined, recents: Recents): Promise<Question | undefined> {
  const attachments = editor === undefined ? [] : await chooseAttachments(editor);
  if (attachments === undefined) return undefined;
  const text = await promptBox({
    title: titleFor(attachments),
    placeholder: l10n.t('What do you want to know?'),
    recent: recents.list(),
    emptyLabel: l10n.t('Write the question in the chat panel'),
  });
  if (text === undefined) return undefined;
  if (text !== '') recents.add(text);
  return { text, attachments };
}

/** All selections; with no new one, what the user picks of what the cursor is in, or a file. `undefined` when left. */
export async function chooseAttachments(
  editor: TextEditor,
  isNew: (attachment: Attachment) => boolean = () => true,
): Promise<readonly Attachment[] | undefined> {
  const selections = selectionsOf(editor);
  if (selections.some(isNew)) return selections;
  // Shown before the items are there, since a language that has just started may take its time to tell of symbols.
  const picked = await window.showQuickPick(itemsAround(editor), {
    title: selections.length === 0 ? l10n.t('Nothing is selected') : l10n.t('The selection goes along already'),
    placeHolder: l10n.t('What should go along?'),
  });
  return picked?.attachments();
}

/** What is selected in the editor used last, or what the user picks. */
export async function chooseMore(isNew: (attachment: Attachment) => boolean): Promise<readonly Attachment[]> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  return editor === undefined ? chooseMedia() : ((await chooseAttachments(editor, isNew)) ?? []);
}

/** Images and documents that the user picks; says which cannot go along. Empty when none is. */
export async function chooseMedia(): Promise<readonly Attachment[]> {
  const uris = await window.showOpenDialog({
    canSelectMany: true,
    openLabel: l10n.t('Attach'),
    title: l10n.t('Images and documents to attach'),
    filters: { [l10n.t('Images and PDF')]: [...mediaExtensions] },
  });
  const read = await Promise.all((uris ?? []).map(attachedMedia));
  const problems = read.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) void window.showWarningMessage(problems.join(' '));
  return read.flatMap((result) => ('problem' in result ? [] : [result]));
}

async function attachedMedia(uri: Uri): Promise<Attachment | { readonly problem: string }> {
  const mediaType = mediaTypeOf(uri);
  if (mediaType === undefined) return { problem: l10n.t('{0} is no image or PDF.', workspace.asRelativePath(uri)) };
  return readMedia(uri, mediaType);
}

async function itemsAround({ document, selection }: TextEditor): Promise<AttachmentsItem[]> {
  const symbol = await symbolAt(document, selection.active);
  return [
    ...(symbol === undefined
      ? []
      : [{ label: `$(symbol-method) ${symbol.symbol}`, description: placeIn(symbol), attachments: () => [symbol] }]),
    {
      label: l10n.t('$(file) Whole file'),
      description: workspace.asRelativePath(document.uri),
      attachments: () => [fileOf(document)],
    },
    mediaItem,
    { label: l10n.t('$(circle-slash) Nothing'), description: l10n.t('the question alone'), attachments: () => [] },
  ];
}

const mediaItem: AttachmentsItem = {
  label: l10n.t('$(file-media) Image or PDF…'),
  description: l10n.t('for models that read them'),
  attachments: chooseMedia,
};

function titleFor(attachments: readonly Attachment[]): string {
  const [first, ...more] = attachments;
  if (first === undefined) return l10n.t('Ask AI');
  const what = [first.symbol ?? first.path, placeIn(first)].filter(Boolean).join(', ');
  return more.length === 0
    ? l10n.t('Ask AI about {0}', what)
    : l10n.t('Ask AI about {0} selections', attachments.length);
}

const placeIn = ({ lines }: Attachment): string => (lines === undefined ? '' : linesLabel(lines));
