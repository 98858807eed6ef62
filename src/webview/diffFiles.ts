/** Lines that name a file: those of git, of diffs and of patches. What a file that goes was called stands one line above. */
const header =
  /^(?:diff --git a\/\S+ b\/|\+\+\+ (?:b\/)?|\*\*\* (?:Update|Add|Delete) File: |--- (?:a\/)?(?=\S+\n\+\+\+ \/dev\/null$))(?!\/dev\/null)(\S.*?)(?:\t.*)?$/gm;

/** How far such a text is sure to be read the same, whatever follows: its last line, and one that names a file, may go on. */
export function settledEnd(text: string): number {
  const last = text.lastIndexOf('\n') + 1;
  const before = text.lastIndexOf('\n', last - 2) + 1;
  return last > 0 && text.startsWith('--- ', before) ? before : last;
}

/** The files that whole lines of a diff name, each as often as it is named. */
export function filesOfDiff(lines: string): readonly string[] {
  return [...lines.matchAll(header)].map(([, path = '']) => path);
}

/** True for a block that may be about several files. */
export function isDiff(language: string, text: string): boolean {
  return /^(?:diff|patch|udiff)$/i.test(language) || /^(?:diff --git |--- |\*\*\* )/.test(text);
}
