/** The scheme of a link decides whether it is one; the host checks again before it opens anything. */
const schemes = new Set(['http:', 'https:', 'mailto:']);

/** The protocol's limit. */
const maxLength = 8_000;

/**
 * The real address of a link, its host in ASCII so that look-alike letters show; undefined for whatever must not be
 * a link: `command:`, `file:`, `javascript:`, relative paths and the like.
 */
export function linkAddress(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return schemes.has(url.protocol) && url.href.length <= maxLength ? url.href : undefined;
}

/** The same for what must be a page of the web. */
export function webAddress(href: string): string | undefined {
  const address = linkAddress(href);
  return address?.startsWith('http') ? address : undefined;
}

/**
 * What to write after a link's text because the text alone would mislead: the host, when the text reads like an
 * address of another one.
 */
export function hostToShow(text: string, address: string): string | undefined {
  const claimed = /^\s*(?:[a-z][a-z\d+.-]*:\/*)?(?:[^/@\s]*@)?([^\s/:?#@]+\.[^\s/:?#@]+)/i.exec(text)?.[1];
  const { host } = new URL(address);
  return claimed === undefined || host === '' || claimed.toLowerCase() === new URL(address).hostname ? undefined : host;
}

/** An address short enough to stand in a sentence. */
export function shortened(href: string): string {
  return href.length > 120 ? `${href.slice(0, 119)}…` : href;
}
