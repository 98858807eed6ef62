/** A range of lines, 1-based, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** A piece of the workspace that goes along with a question. */
export interface Attachment {
  readonly id: string;
  readonly kind: 'selection' | 'symbol' | 'file' | 'folder' | 'problems' | 'diff' | 'image' | 'document';
  /** Path as the user knows it: relative to the workspace folder where there is one. For `diff` that of its repository. */
  readonly path: string;
  /** URI to open it again. */
  readonly uri: string;
  readonly languageId: string;
  /** Absent for a whole file. */
  readonly lines?: LineRange;
  /** Name of the symbol, for kind `symbol`. */
  readonly symbol?: string;
  /** The content. Absent in the view, which only draws a chip, and for files summarized in parts. */
  readonly text?: string;
  /** The content of an image or document, in base64. Absent in the view, too. */
  readonly media?: { readonly mediaType: string; readonly data: string };
  /** About how many tokens it costs. The view is told this instead of the content, while it is still to be sent. */
  readonly tokens?: number;
}

/** False when the content is not part of the conversation and would have to be read again. */
export const hasContent = ({ text, media }: Attachment): boolean => text !== undefined || media !== undefined;

/** The least of what the providers take for one file: https://docs.claude.com/en/docs/build-with-claude/vision */
export const largestMediaBytes = 5 * 1024 * 1024;
