import { l10n, type TextEditor } from 'vscode';
import { merged } from '../edit/places.ts';
import type { Region } from '../edit/region.ts';
import { targetOf } from './inlineEditTarget.ts';

/** The places of an edit, or one sentence why there can be none. */
export type Targets = { readonly regions: readonly Region[] } | { readonly refusal: string };

/** Each is a request of its own, which costs; more would hardly be meant, nor read. */
export const mostPlaces = 8;

/** What an edit at each of the selections is about; those that meet are one. */
export async function targetsOf({ document, selections }: TextEditor): Promise<Targets> {
  if (selections.length > mostPlaces) {
    const message = l10n.t(
      'There are {0} selections, and each would be a request of its own. Select at most {1} places.',
      selections.length,
      mostPlaces,
    );
    return { refusal: message };
  }
  const targets = await Promise.all(selections.map((selection) => targetOf({ document, selection })));
  const refused = targets.find((target) => 'refusal' in target);
  if (refused !== undefined) return refused;
  return { regions: merged(targets.flatMap((target) => ('region' in target ? [target.region] : []))) };
}
