/**
 * Where a path in an extension's file leads, seen from the folder that file stands in. Undefined when that is outside of
 * the extension: what it names is read by us, and nothing else of the machine is its business.
 */
export function extensionPath(path: string, from = ''): string | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.length === 0 || path.includes('\0') ? undefined : parts.join('/');
}

/** The folder of a file of an extension. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
