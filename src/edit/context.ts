/** Something that the editor says is wrong with a line of the file, counted from 1. */
export interface Problem {
  readonly line: number;
  readonly text: string;
}

/** Another file that the user wants to go along. */
export interface ContextFile {
  readonly path: string;
  readonly text: string;
}

/** What goes along with an edit beside the lines around it. */
export interface EditContext {
  readonly problems: readonly Problem[];
  readonly files: readonly ContextFile[];
}

/** An edit that nothing goes along with. */
export const noContext: EditContext = { problems: [], files: [] };

/** How much of the problems goes along; further ones are rarely about something else. */
export const problemLimits = { count: 20, characters: 500 };

/** The files as parts of a request, which nothing inside them can close. */
export function fileParts({ files }: EditContext): readonly string[] {
  return files.map(({ path, text }) => {
    const content = text.replaceAll(/<(?=\/file\b)/g, '<\\').replace(/(?:\r\n|\r|\n)$/, '');
    return `<file path="${oneLine(path).replaceAll('"', "'")}">\n${content}\n</file>`;
  });
}

/** The problems as a part of a request, with where the region begins, since its lines have no numbers; empty without any. */
export function problemsPart({ problems }: EditContext, firstLine: number): string {
  if (problems.length === 0) return '';
  const { count, characters } = problemLimits;
  const lines = problems
    .slice(0, count)
    .map(({ line, text }) => `line ${line}: ${shortened(oneLine(text), characters)}`);
  const more = problems.length > count ? [`… and ${problems.length - count} more`] : [];
  return [
    '<problems>',
    `Shown by the editor. The region begins at line ${firstLine}.`,
    ...lines.map((line) => line.replaceAll(/<(?=\/problems\b)/g, '<\\')),
    ...more,
    '</problems>',
  ].join('\n');
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const shortened = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);
