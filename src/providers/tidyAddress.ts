import { baseSegments, isLoopback } from '../llm/url.ts';

/**
 * The base URL that is meant by what was pasted: a whole endpoint, a line of a shell script, a host without a scheme.
 * Whether it may be used is for {@link urlProblem} to say; a text that is no address comes back as it is.
 */
export function tidyAddress(text: string): string {
  const found = /https?:\/\/[^\s"'`<>]+/i.exec(text)?.[0] ?? text.trim();
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(found) ? found : `${schemeFor(found)}://${found}`;
  if (found === '' || /\s/.test(found) || !URL.canParse(whole)) return found;
  const url = new URL(whole);
  if (!/^https?:$/.test(url.protocol)) return found;
  url.search = '';
  url.hash = '';
  url.pathname = baseSegments(url.pathname).join('/');
  return url.href.replace(/\/$/, '');
}

const schemeFor = (host: string): string =>
  URL.canParse(`http://${host}`) && isLoopback(`http://${host}`) ? 'http' : 'https';
