import { readAwsKeys, readBedrockKey } from '../auth/awsKeys.ts';
import { cleanKey } from '../auth/cleanKey.ts';
import { readGoogleKey } from '../auth/googleCredential.ts';
import type { CleanKey, Field, FieldValues, KeyForm, Login, Provider } from '../llm/provider.ts';
import { addressIn, type ConnectionSpec, urlProblem } from './connections.ts';
import { providerForKey, providers } from './lookup.ts';
import { tidyAddress } from './tidyAddress.ts';

/** How a connection is to prove who asks. */
export type Proof =
  | { readonly by: 'key' }
  | { readonly by: 'variable'; readonly name: string }
  | { readonly by: 'login'; readonly login: Login }
  | { readonly by: 'nothing' };

/** A connection being set up: what was typed so far, as it was typed. */
export interface Draft {
  readonly provider: Provider;
  readonly address?: string;
  readonly values: FieldValues;
  readonly proof?: Proof;
  readonly key?: string;
  readonly name?: string;
}

/**
 * Whether an address is to be asked for: it may come from the provider or its fields, or be taken apart into them where
 * there is one that nobody knows by heart.
 */
export function addressNeed(provider: Provider): 'none' | 'optional' | 'required' {
  const { baseUrl, baseUrlFrom, fields = [], local } = provider;
  if (baseUrl === undefined && baseUrlFrom === undefined) return 'required';
  const isHard = fields.some(({ initial, optional }) => initial === undefined && !optional);
  return local || (isHard && provider.readAddress !== undefined) ? 'optional' : 'none';
}

/** What a typed address amounts to, or what is wrong with it. */
export function readAddress(
  provider: Provider,
  text: string,
): { readonly baseUrl?: string; readonly values: FieldValues } | { readonly problem: string } {
  if (text.trim() === '')
    return addressNeed(provider) === 'required' ? { problem: 'The address is missing.' } : { values: {} };
  const baseUrl = tidyAddress(text);
  // The query that is tidied away may hold what the provider looks for.
  const pasted = text.trim();
  const parts = [pasted, baseUrl].map((url) => addressIn(provider, url));
  const found = parts.find((part) => part !== undefined);
  const problem = urlProblem(found?.baseUrl ?? baseUrl);
  return problem === undefined ? (found ?? { baseUrl, values: {} }) : { problem };
}

/** The fields still to be asked for: those that a pasted address did not tell, and that the way to prove who asks needs. */
export function fieldsToAsk({ provider, address = '', proof }: Draft): readonly Field[] {
  const read = readAddress(provider, address);
  const told = 'problem' in read ? {} : read.values;
  const login = proof?.by === 'login' ? proof.login.id : undefined;
  const isNeeded = ({ forLogin }: Field) => forLogin === undefined || forLogin === login;
  return (provider.fields ?? []).filter((field) => isNeeded(field) && !Object.hasOwn(told, field.id));
}

/** The draft as it is written into the settings. */
export function specOf({ provider, address = '', values, proof, name }: Draft): ConnectionSpec {
  const read = readAddress(provider, address);
  const { baseUrl, values: told } = 'problem' in read ? { values: {} } : { baseUrl: undefined, ...read };
  const fields = Object.fromEntries(Object.entries({ ...values, ...told }).filter(([, value]) => value !== ''));
  return {
    provider: provider.id,
    ...(baseUrl === undefined || baseUrl === provider.baseUrl ? {} : { baseUrl }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(proof?.by === 'login' ? { login: proof.login.id } : {}),
    ...(name === undefined ? {} : { label: name }),
  };
}

type ReadKey = (text: string) => CleanKey;

const readers: Readonly<Record<KeyForm, ReadKey>> = {
  aws: readAwsKeys,
  bedrock: readBedrockKey,
  google: readGoogleKey,
};

/** The secret in a pasted text, read as the provider's keys are; the sentence on a problem never repeats the text. */
export const readKey = ({ key }: Provider, text: string): CleanKey =>
  (key?.form === undefined ? cleanKey : readers[key.form])(text);

/** The secret in a text whose owner is not known yet; one that a single provider could read is good enough. */
export function readAny(text: string): CleanKey {
  const clean = cleanKey(text);
  if ('key' in clean) return clean;
  const read = readersOf(text).map((provider) => readKey(provider, text));
  return read.find((one) => 'key' in one) ?? clean;
}

/** The providers whose key this can be: by its prefix, or because it is of a form that only they read. */
export function ownersOf(text: string): readonly Provider[] {
  const clean = cleanKey(text);
  if (!('key' in clean)) return readersOf(text);
  const owner = providerForKey(clean.key);
  return owner === undefined ? [] : [owner];
}

const readersOf = (text: string): readonly Provider[] =>
  providers.filter((provider) => provider.key?.form !== undefined && 'key' in readKey(provider, text));

/** One line on what it takes to use a provider. */
export function needsOf(provider: Provider): string {
  const { fields = [], key, logins = [], sign, local } = provider;
  const asked = fields.filter(({ optional }) => !optional).map(({ label }) => label);
  const proofs = [...(key === undefined ? [] : ['key']), ...logins.map(({ label }) => label)];
  const proof = proofs.length > 0 ? proofs.join(' or ') : sign === undefined ? '' : 'key if it wants one';
  const place = local ? ['on this machine'] : addressNeed(provider) === 'required' ? ['address'] : [];
  const line = [...place, ...asked, ...(local || proof === '' ? [] : [proof])].join(', ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** A name that no other connection has: the wanted one, or the same with a number. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** An id that is readable in the settings and not taken. */
export function freeId(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'connection';
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
