import { fenced, oneLine } from './prompt.ts';

/** The files of a folder as one text, each under its path and in a fence of its own. */
export function folderText(files: readonly { readonly path: string; readonly text: string }[]): string {
  return files
    .map(({ path, text }) => `File ${oneLine(path)}\n${fenced(text, /\.(\w+)$/.exec(path)?.[1] ?? '')}`)
    .join('\n\n');
}
