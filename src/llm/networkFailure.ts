import * as l10n from '@vscode/l10n';
import { Failure } from './failure.ts';

interface Cause {
  readonly codes: RegExp;
  readonly reason: string;
}

/** What the platforms' error codes mean to a user. */
const causes: readonly Cause[] = [
  {
    codes: /^(ENOTFOUND|EAI_\w+|ERR_NAME_NOT_RESOLVED)$/,
    reason: l10n.t('{0} could not be found: there is no such host, or this machine is offline'),
  },
  {
    codes: /^(ECONNREFUSED|ERR_CONNECTION_REFUSED)$/,
    reason: l10n.t('{0} could not be reached: nothing answers at that address'),
  },
  {
    codes: /^(ECONNRESET|EPIPE|ERR_CONNECTION_RESET|ERR_CONNECTION_CLOSED|UND_ERR_SOCKET|ECONNABORTED)$/,
    reason: l10n.t('{0} could not be reached: the connection was cut'),
  },
  {
    codes: /^(ETIMEDOUT|ESOCKETTIMEDOUT|ERR_CONNECTION_TIMED_OUT|UND_ERR_CONNECT_TIMEOUT)$/,
    reason: l10n.t('{0} could not be reached: the connection took too long'),
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED)$/,
    reason: l10n.t('{0} could not be reached: the network is down or has just changed'),
  },
  {
    codes: /ALTNAME_INVALID/,
    reason: l10n.t(
      '{0} could not be reached safely: its certificate is for another host; check the address, or the proxy on the way',
    ),
  },
  {
    codes: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_DATE_INVALID/,
    reason: l10n.t(
      '{0} could not be reached safely: its certificate is out of date; check this machine’s clock, or have it renewed',
    ),
  },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    reason: l10n.t(
      '{0} could not be reached safely: nobody this machine trusts has signed its certificate; add the signer to the certificates of the system and see the settings “http.systemCertificates” and “http.proxyStrictSSL”',
    ),
  },
  {
    codes: /ERR_TLS|ERR_SSL|EPROTO/,
    reason: l10n.t('{0} could not be reached safely: it does not speak https there; check the address and the port'),
  },
  { codes: /^(HPE_HEADER_OVERFLOW|UND_ERR_HEADERS_OVERFLOW)$/, reason: l10n.t('{0} sent headers that are too large') },
  { codes: /^HPE_|^ERR_HTTP2?_|^UND_ERR/, reason: l10n.t('{0} answered with something that is not proper HTTP') },
  { codes: /^ERR_BAD_PORT$/, reason: l10n.t('{0} could not be reached: that port is not allowed') },
];

const notRunning = l10n.t('{0} does not answer on this machine; start it, or check its address');

/** A failure without an answer. Only the cause's code is looked at: its message and properties may hold the request. */
export function networkFailure(cause: unknown, options: { readonly local: boolean }): Failure {
  const code = codeOf(cause);
  if (options.local && code === 'ECONNREFUSED')
    return new Failure({ kind: 'network', reason: notRunning, detail: code });
  const reason = code === undefined ? undefined : causes.find(({ codes }) => codes.test(code))?.reason;
  return new Failure({
    kind: 'network',
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { detail: code }),
  });
}

/** The connection was lost in the middle of an answer. */
export function brokenOff(cause: unknown): Failure {
  const code = codeOf(cause);
  return new Failure({ kind: 'interrupted', ...(code === undefined ? {} : { detail: code }) });
}

/** The first code along the chain of causes; fetch hides the platform's one level down. */
function codeOf(cause: unknown, depth = 0): string | undefined {
  if (typeof cause !== 'object' || cause === null || depth > 3) return undefined;
  const { code, cause: inner, errors } = cause as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return codeOf(inner, depth + 1) ?? codeOf(Array.isArray(errors) ? errors[0] : undefined, depth + 1);
}
