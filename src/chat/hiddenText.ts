/** Text without the characters that a person cannot see but a model reads. */
export interface VisibleText {
  readonly text: string;
  /** How many characters were taken out. */
  readonly removed: number;
}

// The three flags that are spelled with tag characters (England, Scotland, Wales) are the only honest use of those.
const tagFlag = String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`;
const hidden = new RegExp(String.raw`(${tagFlag})|[\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}\p{Bidi_Control}]`, 'gu');

/**
 * Takes out Unicode tags, supplementary variation selectors and direction controls, which hide instructions from
 * the person who attaches a file (https://www.unicode.org/reports/tr36/). Joiners stay: emoji and scripts need them.
 */
export function withoutHiddenText(text: string): VisibleText {
  let removed = 0;
  const visible = text.replace(hidden, (_match, flag: string | undefined) => {
    if (flag === undefined) removed++;
    return flag ?? '';
  });
  return { text: visible, removed };
}
