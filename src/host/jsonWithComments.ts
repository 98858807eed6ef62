/**
 * The value of a JSON text that may hold comments and trailing commas, as the editor's own files do. Throws on any other
 * fault. A string or a comment without an end reaches to the end of the text, which is so read only once.
 */
export function parseJsonWithComments(text: string): unknown {
  const whole = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(whole);
  } catch {
    const bare = whole.replace(
      /("[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$))|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g,
      (_, string?: string) => string ?? ' ',
    );
    return JSON.parse(
      bare.replace(/("[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$))|,(?=\s*[}\]])/g, (_, string?: string) => string ?? ''),
    );
  }
}
