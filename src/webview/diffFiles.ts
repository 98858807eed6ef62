import { applyAllStrings } from './applyAllStrings.ts';

/** Lines that name a file: those of git, of diffs and of patches. What a file that goes was called stands one line above. */
const header =
  /^(?:diff --git a\/\S+ b\/|\+\+\+ (?:b\/)?|\*\*\* (?:Update|Add|Delete) File: |--- (?:a\/)?(?=\S+\n\+\+\+ \/dev\/null$))(?!\/dev\/null)(\S.*?)(?:\t.*)?$/gm;

/** The files that a diff names, which it does all along: each part of it is looked at once. */
export class DiffFiles {
  readonly #paths = new Set<string>();
  #lookedAt = 0;

  /** Looks through what is new in a text that grows. True when it is for several files, and for more than before. */
  look(text: string): boolean {
    const rest = text.slice(this.#lookedAt);
    const end = settledEnd(rest);
    const before = this.#paths.size;
    for (const [, path = ''] of rest.slice(0, end).matchAll(header)) this.#paths.add(path);
    this.#lookedAt += end;
    return this.#paths.size > Math.max(1, before);
  }

  get paths(): readonly string[] {
    return [...this.#paths];
  }

  /** What the button says that applies it. */
  get label(): string {
    return applyAllStrings.applyAll(this.#paths.size);
  }
}

/** How far such a text is sure to be read the same, whatever follows: its last line, and one that names a file, may go on. */
function settledEnd(text: string): number {
  const last = text.lastIndexOf('\n') + 1;
  const before = text.lastIndexOf('\n', last - 2) + 1;
  return last > 0 && text.startsWith('--- ', before) ? before : last;
}
