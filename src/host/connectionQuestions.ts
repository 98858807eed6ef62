import * as l10n from '@vscode/l10n';
import { cleanKey } from '../auth/cleanKey.ts';
import { addressNeed, readAddress, readKey, type Draft, type Proof } from '../providers/draft.ts';
import { fieldProblem } from '../providers/connections.ts';
import type { Field, Login, Provider } from '../llm/provider.ts';
import { askChoice, askText, type Answer, type Choice, type Place, type TextQuestion, type Verdict } from './steps.ts';

/** Looks up a variable of the environment. */
export type Environment = (name: string) => string | undefined;

/** Asks where a server is; the address that will be used is shown while it is typed. */
export function askAddress({ provider, address }: Draft, place?: Place): Promise<Answer<string>> {
  const need = addressNeed(provider);
  const isParts = need === 'optional' && provider.local === undefined;
  return askText(
    {
      title: l10n.t('{0}: address', provider.label),
      prompt: isParts
        ? l10n.t('Paste an address from your {0} page to fill in what it tells, or leave it empty.', provider.label)
        : provider.baseUrl === undefined
          ? l10n.t('Where the server is, up to and including the version. The address of a whole endpoint works, too.')
          : l10n.t('Where the server is; usually at {0}.', provider.baseUrl),
      placeholder: provider.baseUrl ?? (isParts ? 'https://…' : l10n.t('https://ai.example.com/v1 or localhost:8080')),
      value: address ?? (provider.local ? (provider.baseUrl ?? '') : ''),
      page: isParts ? provider.key?.page : undefined,
      // While a connection is set up, one that tells nothing is a slip; later, it may be that of a gateway.
      judge: (text) => judgeAddress(provider, text, isParts && place !== undefined ? 'parts' : 'any'),
    },
    place,
  );
}

function judgeAddress(provider: Provider, text: string, wanted: 'parts' | 'any'): Verdict {
  const read = readAddress(provider, text);
  if ('problem' in read) return read;
  const labels = (provider.fields ?? []).map(({ id, label }) => ({ label, value: read.values[id] }));
  const told = labels.filter(({ value }) => value !== undefined).map(({ label, value }) => `${label}: ${value}`);
  if (wanted === 'parts' && text !== '' && told.length === 0)
    return { problem: l10n.t('This is no address of {0}. Leave it empty to go on without one.', provider.label) };
  if (read.baseUrl !== undefined) told.unshift(l10n.t('Requests go to {0}', read.baseUrl));
  return told.length === 0 ? undefined : { note: told.join(', ') };
}

export interface FieldQuestion {
  readonly provider: Provider;
  readonly field: Field;
  /** What it holds already. */
  readonly value: string | undefined;
  readonly environment: Environment;
}

/** Asks for what a field is to hold, with what the environment says as a first guess. */
export function askField(
  { provider, field, value, environment }: FieldQuestion,
  place?: Place,
): Promise<Answer<string>> {
  const { label, description, placeholder, optional, initial } = field;
  const variable = field.environment?.find((name) => field.pattern.test(environment(name) ?? ''));
  const found = variable === undefined ? undefined : environment(variable);
  const told =
    variable === undefined || found === undefined ? [] : [l10n.t('{0} of the environment says {1}.', variable, found)];
  return askText(
    {
      title: `${provider.label}: ${label}`,
      prompt: [description, ...(optional ? [l10n.t('May be left empty.')] : []), ...told].join(' '),
      placeholder,
      value: value ?? found ?? initial ?? '',
      page: provider.key?.page,
      judge: (text) => {
        const problem = text === '' && initial !== undefined ? undefined : fieldProblem(field, text);
        return problem === undefined ? undefined : { problem };
      },
    },
    place,
  );
}

/** The ways a provider lets one prove who asks; one variable of the environment at most. */
export function proofsFor({ key, sign, logins = [] }: Provider, environment: Environment): readonly Proof[] {
  const variable = key?.environment.find((name) => 'key' in cleanKey(environment(name) ?? ''));
  return [
    ...(sign === undefined ? [] : [{ by: 'key' } as const]),
    ...(variable === undefined ? [] : [{ by: 'variable', name: variable } as const]),
    ...logins.map((login: Login) => ({ by: 'login', login }) as const),
    ...(key === undefined ? [{ by: 'nothing' } as const] : []),
  ];
}

/** Asks how to prove who asks. */
export function askProof({ provider, proof }: Draft, proofs: readonly Proof[], place?: Place): Promise<Answer<Proof>> {
  const choices = proofs.map((one) => ({ ...describeProof(one), value: one }));
  const active = choices.find(({ value }) => JSON.stringify(value) === JSON.stringify(proof))?.value;
  const question = {
    title: l10n.t('{0}: key or login', provider.label),
    placeholder: l10n.t('What Parley shows to be let in'),
    choices,
    active,
  };
  return askChoice<Proof>(question, place);
}

function describeProof(proof: Proof): Omit<Choice<Proof>, 'value'> {
  switch (proof.by) {
    case 'key':
      return { label: l10n.t('$(key) Paste a key'), detail: l10n.t('It is kept in the secret storage of the editor.') };
    case 'variable':
      return {
        label: l10n.t('$(symbol-variable) Use {0}', proof.name),
        detail: l10n.t('Found in the environment. It is read there at each use and not copied.'),
      };
    case 'login':
      return { label: `$(account) ${proof.login.label}`, detail: proof.login.description };
    case 'nothing':
      return {
        label: l10n.t('$(circle-slash) No key'),
        detail: l10n.t('The server answers everybody who can reach it.'),
      };
  }
}

/** What to paste for a provider, and what becomes of it. */
export const pastePrompt = ({ key }: Provider): string =>
  l10n.t(
    'Paste {0}. It is kept in the secret storage of the editor and sent to nobody but its provider.',
    key?.prompt ?? l10n.t('the key'),
  );

/** Asks for a key; where none is needed, it may be left empty. */
export function askKey({ provider, key: typed }: Draft, place?: Place): Promise<Answer<string>> {
  const { label, key } = provider;
  const question: TextQuestion = {
    title: l10n.t('{0}: key', label),
    prompt: key === undefined ? l10n.t('Leave it empty when the server needs none.') : pastePrompt(provider),
    value: typed ?? '',
    password: true,
    page: key?.page,
    judge: (text) => {
      if (text === '' && key === undefined) return undefined;
      const read = readKey(provider, text);
      return 'problem' in read ? read : undefined;
    },
  };
  return askText(question, place);
}

/** Asks for a name; an empty one stands for the one that is shown. */
export function askName(
  { label, name, taken }: { readonly label: string; readonly name: string; readonly taken: readonly string[] },
  place?: Place,
): Promise<Answer<string>> {
  return askText(
    {
      title: l10n.t('{0}: name', label),
      prompt: l10n.t('What it is called in pickers.'),
      placeholder: name,
      value: name,
      judge: (text) => (taken.includes(text) ? { problem: l10n.t('Another connection has this name.') } : undefined),
    },
    place,
  );
}
