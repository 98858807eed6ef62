import type { Suggestion } from '../protocol.ts';

/** The glyph of each kind of thing that goes along. */
export const attachmentIcons: Readonly<Record<Suggestion['kind'], string>> = {
  selection: 'list-selection',
  symbol: 'symbol-method',
  file: 'file',
  folder: 'folder',
  problems: 'warning',
  diff: 'diff',
  editors: 'files',
  image: 'file-media',
  document: 'file-pdf',
};
