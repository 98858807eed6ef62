/** A translation as it goes into the panel's page: data, which no policy needs to allow, since it cannot run. */
export function translationBlock(translation: object | undefined): string {
  if (translation === undefined) return '';
  // What would end the element must not stand in it, whoever translated.
  const data = JSON.stringify(translation).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="l10n">${data}</script>\n`;
}
