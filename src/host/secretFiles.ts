import type { Uri } from 'vscode';

/** Files that hold passwords or keys by custom, by their name. Examples that are made to be shared are none. */
const secretNames = [
  /^\.env(\.(?!example$|sample$|template$|dist$|defaults$)[\w.-]+)?$/i,
  /^\.(npmrc|pypirc|netrc|pgpass|htpasswd|git-credentials|dockercfg)$/i,
  /^id_(rsa|dsa|ecdsa|ed25519)$/i,
  /\.(pem|p12|pfx|jks|keystore|kdbx|ppk|tfvars|tfstate)$/i,
  /^secrets?\.(json|ya?ml|toml|ini|properties)$/i,
  /^credentials(\.json)?$/i,
];

/** Such a file goes along only when the user says so for it. */
export function mayHoldSecrets({ path }: Uri): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return secretNames.some((pattern) => pattern.test(name));
}

/** A private key tells itself, whatever its file is called. */
export const isPrivateKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
