/** What is drawn of a turn's end: its words, and its buttons in their order. */
export interface Written {
  readonly words: string;
  readonly buttons: readonly string[];
}

interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;

/** Reads a template of the panel as a person would, without a page to draw it on. */
export function written(template: unknown): Written {
  const markup = markupOf(template);
  const button = /<button[^>]*>([\s\S]*?)<\/button>/g;
  return {
    words: plain(markup.replaceAll(button, ' ')),
    buttons: Array.from(markup.matchAll(button), ([, label]) => plain(label ?? '')),
  };
}

function markupOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replaceAll('<', '‹').replaceAll('>', '›');
  }
  if (Array.isArray(value)) return value.map(markupOf).join('');
  if (!isTemplate(value)) return '';
  return value.strings.map((text, index) => text + markupOf(value.values[index])).join('');
}

const plain = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
