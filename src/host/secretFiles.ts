import type { Uri } from 'vscode';

/** Files that hold passwords or keys by custom, by their name. Examples that are made to be shared are none. */
const secretNames = [
  /^\.env(\.(?!example$|sample$|template$|dist$|defaults$)[\w.-]+)?$/i,
  /^(?!(example|sample|template)\.)[\w.-]+\.env$|^\.envrc$/i,
  /^\.(npmrc|pypirc|netrc|pgpass|my\.cnf|htpasswd|git-credentials|dockercfg|dockerconfigjson)$/i,
  /^id_(rsa|dsa|(ecdsa|ed25519)(_sk)?)$/i,
  /\.(pem|p8|p12|pfx|jks|keystore|kdbx|ppk|tfvars(\.json)?|tfstate(\.backup)?)$/i,
  /^secrets?\.(json|ya?ml|toml|ini|properties)$/i,
  /^credentials(\.json)?$/i,
];

/** Such a file goes along only when the user says so for it. */
export function mayHoldSecrets({ path }: Pick<Uri, 'path'>): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return secretNames.some((pattern) => pattern.test(name));
}

/** A diff without the parts of such files, which are named instead: nobody picked them one by one. */
export function withoutSecrets(diff: string): string {
  const parts = diff.split(/^(?=diff --)/m);
  const pathOf = (part: string): string => /^diff --\S+ (.*)/.exec(part)?.[1]?.replace(/"$/, '') ?? '';
  const isSecret = (part: string): boolean => mayHoldSecrets({ path: `/${pathOf(part)}` }) || isPrivateKey(part);
  const secret = parts.filter(isSecret);
  if (secret.length === 0) return diff;
  const names = secret.map((part) => pathOf(part).replace(/^.* "?b\//, ''));
  return [
    ...parts.filter((part) => !isSecret(part)),
    `Left out, because they may hold secrets:\n${names.join('\n')}\n`,
  ].join('');
}

/** A private key tells itself, whatever its file is called. */
export const isPrivateKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
