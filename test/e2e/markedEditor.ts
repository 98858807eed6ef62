import type { Page } from 'playwright-core';

/** What an extension's decorations show in the active editor, read off the page. */
export class MarkedEditor {
  readonly #page: () => Page;

  constructor(page: () => Page) {
    this.#page = page;
  }

  /** Text that is shown but not in the document: struck out, or as it is. From top to bottom. */
  async ghosts(): Promise<readonly { readonly text: string; readonly isStruck: boolean }[]> {
    return this.#page().evaluate(() => {
      const spans = [...document.querySelectorAll('.editor-group-container.active .view-lines span')];
      const found = spans.flatMap((span) =>
        ['::before', '::after'].flatMap((place) => {
          const style = getComputedStyle(span, place);
          const text = /^"(.*)"$/.exec(style.content)?.[1];
          if (text === undefined || text === '') return [];
          const { top } = span.getBoundingClientRect();
          return [{ top, text, isStruck: style.textDecorationLine === 'line-through' }];
        }),
      );
      return found.toSorted((a, b) => a.top - b.top).map(({ text, isStruck }) => ({ text, isStruck }));
    });
  }

  /** The lines whose whole width has a colour; high contrast themes have none. */
  async colouredLines(): Promise<readonly string[]> {
    return this.#page().evaluate(() => {
      const root = document.querySelector('.editor-group-container.active .monaco-editor');
      const isColoured = (part: Element, row: Element) => {
        const { backgroundColor, width } = getComputedStyle(part);
        return (
          backgroundColor !== 'rgba(0, 0, 0, 0)' && Number.parseFloat(width) >= row.getBoundingClientRect().width - 1
        );
      };
      const topOf = (one: Element) => Math.round(one.getBoundingClientRect().top);
      const tops = [...(root?.querySelectorAll('.view-overlays > div') ?? [])]
        .filter((row) => [...row.querySelectorAll('.cdr')].some((part) => isColoured(part, row)))
        .map(topOf);
      return [...(root?.querySelectorAll('.view-line') ?? [])]
        .filter((line) => tops.includes(topOf(line)))
        .toSorted((a, b) => topOf(a) - topOf(b))
        .map((line) => (line.textContent ?? '').replaceAll('\u00a0', ' '));
    });
  }

  /** The lines that are shown paler than others. */
  async paleLines(): Promise<readonly string[]> {
    return this.#page().evaluate(() =>
      [...document.querySelectorAll('.editor-group-container.active .view-line')]
        .filter((line) => [...line.querySelectorAll('span')].some((span) => Number(getComputedStyle(span).opacity) < 1))
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    );
  }

  /** How many marks the margin shows. */
  async marks(): Promise<number> {
    return this.#page().evaluate(
      () =>
        [
          ...document.querySelectorAll(
            '.editor-group-container.active .glyph-margin-widgets > *, .editor-group-container.active .margin-view-overlays .cgmr',
          ),
        ].filter((mark) => getComputedStyle(mark).backgroundImage.includes('svg')).length,
    );
  }
}
