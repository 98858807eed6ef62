import { l10n, ThemeIcon } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { EditFiles } from './editFiles.ts';
import { promptBox } from './promptBox.ts';
import type { Recents } from './recents.ts';

/** What the user wants of an edit. */
export interface EditQuestion {
  readonly instruction: string;
  /** Other files that go along. */
  readonly files: readonly Attachment[];
}

interface Asking {
  /** The place, as the user knows it. */
  readonly what: string;
  readonly recents: Recents;
  /** What it begins with: those of the time before. */
  readonly given?: EditQuestion;
}

/** Asks what should change, and which files go along. `undefined` when left with Escape. */
export async function askEdit({ what, recents, given }: Asking): Promise<EditQuestion | undefined> {
  const files = new EditFiles(given?.files ?? []);
  let typed: string | undefined;
  for (;;) {
    let isPressed = false;
    const line = await promptBox({
      title: titleFor(what, files.chosen.length),
      placeholder: l10n.t('What should change? # names a file that goes along'),
      recent: recents.list(),
      ...(typed === undefined ? { value: given?.instruction ?? '' } : { typed }),
      complete: (line) => files.complete(line),
      button: {
        iconPath: new ThemeIcon('attach'),
        tooltip: l10n.t('Add Files…'),
        press: (line) => {
          isPressed = true;
          typed = line;
        },
      },
    });
    if (isPressed) {
      await files.pick();
      continue;
    }
    if (line === undefined) return undefined;
    const instruction = await files.takeNamed(line);
    if (instruction === undefined) {
      typed = line;
      continue;
    }
    recents.add(line);
    return { instruction, files: files.chosen };
  }
}

function titleFor(what: string, files: number): string {
  if (files === 0) return l10n.t('Edit {0} with AI', what);
  return files === 1
    ? l10n.t('Edit {0} with AI, with 1 file', what)
    : l10n.t('Edit {0} with AI, with {1} files', what, files);
}
