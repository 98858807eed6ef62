const endpointTail = /\/(chat\/completions|completions|messages|responses|models)$/;

/**
 * Appends a path to a base URL as people write them: a slash too many, the address of an endpoint instead of the base,
 * `/v1` twice, or `/v1` at the end of one and the beginning of the other. A query of the base is kept.
 */
export function joinUrl(baseUrl: string, path: string): string {
  const url = new URL(baseUrl);
  const [pathname = '', query = ''] = path.split('?', 2);
  const base = [...baseSegments(url.pathname)];
  const tail = segments(pathname);
  const overlap = tail.findLastIndex((_, index) => endsWith(base, tail.slice(0, index + 1))) + 1;
  url.pathname = [...base, ...tail.slice(overlap)].join('/');
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The parts of a base URL's path, without the endpoint it was copied with and without what stands there twice in a row. */
export function baseSegments(pathname: string): readonly string[] {
  const found = segments(pathname.replace(/\/+$/, '').replace(endpointTail, ''));
  for (let length = 1; length * 2 <= found.length; length++) {
    if (endsWith(found.slice(0, -length), found.slice(-length))) return found.slice(0, -length);
  }
  return found;
}

/** True for an address on this machine, where a plain connection is private and silence may be a slow model. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

const endsWith = (all: readonly string[], tail: readonly string[]): boolean =>
  tail.length <= all.length && tail.every((segment, index) => segment === all[all.length - tail.length + index]);
