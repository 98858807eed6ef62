import { strings } from './strings.ts';

/** Gives the marks of notes, and the notes under `root`, what the panel adds to them: names, and ways to each other. */
export function dressNotes(root: Element): void {
  for (const mark of marksIn(root)) becomeLink(mark, strings.toNote(mark.dataset['noteMark'] ?? ''));
  for (const note of notesIn(root)) {
    const label = note.dataset['note'] ?? '';
    const back = document.createElement('span');
    back.className = 'note-label';
    back.append(label);
    becomeLink(back, strings.fromNote(label));
    note.prepend(back, ' ');
    note.tabIndex = -1;
  }
}

/** A mark without its note is what was written. Only the end of an answer tells. */
export function undoStrayMarks(root: Element): void {
  const labels = new Set(notesIn(root).map((note) => note.dataset['note']));
  for (const mark of marksIn(root)) {
    const label = mark.dataset['noteMark'];
    if (!labels.has(label)) mark.replaceWith(`[^${label}]`);
  }
}

/** Goes from a mark to its note, and from there back to the first mark. */
export function followNote(root: Element, event: Event): void {
  const target = event.target instanceof Element ? event.target : null;
  const mark = target?.closest<HTMLElement>('[data-note-mark]');
  const label = target?.closest('.note-label')?.parentElement?.dataset['note'];
  const to = mark
    ? notesIn(root).find((note) => note.dataset['note'] === mark.dataset['noteMark'])
    : marksIn(root).find((other) => label !== undefined && other.dataset['noteMark'] === label);
  if (to === undefined) return;
  event.preventDefault();
  to.scrollIntoView({ block: 'nearest' });
  to.focus();
}

function becomeLink(element: HTMLElement, name: string): void {
  element.tabIndex = 0;
  element.setAttribute('role', 'link');
  element.ariaLabel = name;
}

function marksIn(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-note-mark]')];
}

function notesIn(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-note]')];
}
