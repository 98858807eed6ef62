import * as l10n from '@vscode/l10n';
import { type AwsSecret, awsSecretText } from './awsSecret.ts';
import type { CleanKey } from '../llm/provider.ts';
import { cleanKey } from './cleanKey.ts';

/** Ids of long-term keys begin with AKIA, of temporary ones with ASIA: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const accessKeyId = /^A[KS]IA[A-Z0-9]{12,124}$/;
const secretAccessKey = /^[A-Za-z0-9/+=]{40}$/;
const sessionToken = /^[A-Za-z0-9/+=_-]{64,}$/;

/**
 * Access keys in whatever form they are copied: exported variables of any shell, lines of a credentials file, the JSON
 * of STS or of a credential process, the console's table, or just one after the other.
 */
export function readAwsKeys(text: string): CleanKey {
  const { accessKeyId: id, secretAccessKey: secret, sessionToken: token } = named(text) ?? inOrder(text);
  if (id === undefined && secret === undefined)
    return { problem: l10n.t('Paste the access key ID (AKIA…) and, after a space, the secret access key.') };
  if (id === undefined || !accessKeyId.test(id))
    return {
      problem: l10n.t(
        'The access key ID is missing. It begins with AKIA or ASIA and stands before the secret access key.',
      ),
    };
  if (secret === undefined || !secretAccessKey.test(secret))
    return {
      problem: l10n.t(
        'The secret access key is missing or incomplete. It has 40 characters; paste it after the access key ID and a space.',
      ),
    };
  if (token === undefined && id.startsWith('ASIA'))
    return {
      problem: l10n.t(
        'These keys are temporary and need their session token too; paste it after the secret access key and a space.',
      ),
    };
  return {
    key: awsSecretText({
      accessKeyId: id,
      secretAccessKey: secret,
      ...(token === undefined ? {} : { sessionToken: token }),
    }),
  };
}

/** A Bedrock API key, or access keys: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html */
export function readBedrockKey(text: string): CleanKey {
  if (named(text) !== undefined || text.split(separators).some((word) => accessKeyId.test(word)))
    return readAwsKeys(text);
  const cleaned = cleanKey(text);
  if ('key' in cleaned && secretAccessKey.test(cleaned.key) && !cleaned.key.startsWith('ABSK'))
    return {
      problem: l10n.t('This is a secret access key alone. Paste the access key ID (AKIA…), a space, and then this.'),
    };
  return cleaned;
}

const separators = /[\s,:;|"'`]+/;

type Found = Partial<AwsSecret>;

/** Values that stand behind their names. */
function named(text: string): Found | undefined {
  const after = (name: string) =>
    new RegExp(`\\b(?:aws_?)?${name}["']?\\s*[=:]\\s*["'\`]?([\\w/+=-]+)`, 'i').exec(text)?.[1];
  const [id, secret, token] = ['access_?key_?id', 'secret_?access_?key', 'session_?token'].map(after);
  if (id === undefined && secret === undefined) return undefined;
  return {
    ...(id === undefined ? {} : { accessKeyId: id }),
    ...(secret === undefined ? {} : { secretAccessKey: secret }),
    ...(token === undefined ? {} : { sessionToken: token }),
  };
}

/** Values that stand one after the other, the id first. */
function inOrder(text: string): Found {
  const words = text.split(separators);
  const start = words.findIndex((word) => accessKeyId.test(word));
  if (start === -1) {
    const alone = words.find((word) => secretAccessKey.test(word));
    return alone === undefined ? {} : { secretAccessKey: alone };
  }
  const [id = '', secret, token] = words.slice(start);
  return {
    accessKeyId: id,
    ...(secret === undefined ? {} : { secretAccessKey: secret }),
    ...(token !== undefined && sessionToken.test(token) ? { sessionToken: token } : {}),
  };
}
