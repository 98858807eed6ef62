/**
 * Starts every line that a suite prints inside an extension host. A browser-hosted VS Code mixes those lines with
 * hundreds of its own, and the mark tells them apart.
 */
export const suiteMark = '[suite] ';
