import { window } from 'vscode';
import { cleanKey } from '../auth/cleanKey.ts';
import { urlProblem } from '../providers/connections.ts';
import { openaiCompatible } from '../providers/registry.ts';
import { writeConnection } from './settings.ts';

/** An endpoint just added: the id of its connection, and the key that was given for it. */
export interface AddedEndpoint {
  readonly id: string;
  readonly key: string | undefined;
}

/** Asks for the address, name and key of an OpenAI-compatible server and writes it into the user's settings. */
export async function addEndpoint(takenIds: readonly string[]): Promise<AddedEndpoint | undefined> {
  const baseUrl = await window.showInputBox({
    title: 'OpenAI-compatible endpoint (1 of 3): address',
    prompt: 'Up to and including the version.',
    placeHolder: 'https://ai.example.com/v1 or http://localhost:8080/v1',
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : urlProblem(text.trim())),
  });
  if (baseUrl === undefined || baseUrl.trim() === '') return undefined;
  const label = await window.showInputBox({
    title: 'OpenAI-compatible endpoint (2 of 3): name',
    prompt: 'How it is called in pickers.',
    value: new URL(baseUrl.trim()).host,
    ignoreFocusOut: true,
  });
  if (label === undefined) return undefined;
  const key = await window.showInputBox({
    title: 'OpenAI-compatible endpoint (3 of 3): key',
    prompt: 'Leave it empty when the server needs none.',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = text === '' ? undefined : cleanKey(text);
      return checked !== undefined && 'problem' in checked ? checked.problem : undefined;
    },
  });
  if (key === undefined) return undefined;
  const id = freeId(label, takenIds);
  await writeConnection(id, { provider: openaiCompatible.id, baseUrl: baseUrl.trim(), label: label.trim() || id });
  const checked = key === '' ? undefined : cleanKey(key);
  return { id, key: checked !== undefined && 'key' in checked ? checked.key : undefined };
}

/** An id that is readable in the settings and not taken. */
function freeId(label: string, taken: readonly string[]): string {
  const base =
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'endpoint';
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
