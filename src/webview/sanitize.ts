import DOMPurify, { type Config } from 'dompurify';

/** Attributes that can hold any text. */
const plainAttributes = [
  'dir',
  'start',
  'data-language',
  'data-file',
  'data-align',
  'data-math',
  'data-note',
  'data-note-mark',
  'type',
  'checked',
  'disabled',
];

/** Everything markdown may become. Classes, ids, styles, media and forms are not on the list. */
const answerElements: Config & { IN_PLACE: true } = {
  IN_PLACE: true,
  ALLOWED_TAGS:
    'div p h3 h4 h5 h6 blockquote ul ol li hr br pre code a input table thead tbody tr th td strong em del sup'.split(
      ' ',
    ),
  ALLOWED_ATTR: ['href', ...plainAttributes],
  ADD_URI_SAFE_ATTR: [...plainAttributes],
  FORBID_ATTR: ['style'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
};

/**
 * Removes from a drawn block whatever an answer must not contain. Blocks are built without any HTML string, so this
 * is the second lock on that door: a mistake in the drawing cannot become a script or a request.
 */
export function sanitize(block: HTMLElement): void {
  DOMPurify.sanitize(block, answerElements);
}

const formulaElements: Config & { IN_PLACE: true } = {
  IN_PLACE: true,
  USE_PROFILES: { mathMl: true },
  ADD_TAGS: ['span'],
  FORBID_TAGS: ['maction', 'annotation', 'annotation-xml', 'mglyph'],
  FORBID_ATTR: ['style', 'href', 'xlink:href', 'id', 'src', 'actiontype'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/** The same for a formula. */
export function sanitizeFormula(formula: HTMLElement): void {
  DOMPurify.sanitize(formula, formulaElements);
}

const decoded = new Map<string, string>();

/** Resolves character references (`&amp;`, `&#8594;`), which markdown allows in text. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi, (reference) => {
    let character = decoded.get(reference);
    if (character === undefined) {
      character = DOMPurify.sanitize(reference, { RETURN_DOM_FRAGMENT: true }).textContent ?? reference;
      decoded.set(reference, character);
    }
    return character;
  });
}
