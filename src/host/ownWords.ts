import { l10n } from 'vscode';
import type { ResponseError } from '../model/error.ts';

/** More would make a message that nobody reads. */
const mostCharacters = 300;

/** What a provider says of a failure, for a message that has one sentence for it; empty when that tells all of it. */
export function ownWords({ message, detail }: ResponseError): string {
  if (detail === undefined || message.includes(detail)) return '';
  return l10n.t('It says: {0}', detail.replaceAll(/\s+/g, ' ')).slice(0, mostCharacters);
}
