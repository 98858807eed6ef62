import { Uri } from 'vscode';

/** What a mark beside a line says of it. */
export type Mark = 'added' | 'changed' | 'removed';

const shapes: Readonly<Record<Mark, string>> = {
  added: 'M8 4v8M4 8h8',
  changed: 'M3.5 9c1.5-2.6 3-2.6 4.5-1s3 1.6 4.5-1',
  removed: 'M4 8h8',
};

/** Extensions are given no theme colour for pictures, so each kind of theme has its own; the shape says it without any. */
const colours = {
  light: { added: '#2f7d32', changed: '#005fb8', removed: '#ad0707' },
  dark: { added: '#73c991', changed: '#75beff', removed: '#ff8a80' },
} as const;

/** The mark for the margin, for light and dark themes; the high-contrast ones take theirs by their background. */
export function markIcons(mark: Mark): Record<keyof typeof colours, { gutterIconPath: Uri }> {
  return { light: { gutterIconPath: picture(mark, 'light') }, dark: { gutterIconPath: picture(mark, 'dark') } };
}

function picture(mark: Mark, kind: keyof typeof colours): Uri {
  const path = `<path d="${shapes[mark]}" fill="none" stroke="${colours[kind][mark]}" stroke-width="2"/>`;
  const image = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${path}</svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${btoa(image)}`);
}
