import * as l10n from '@vscode/l10n';
import type { Field } from '../llm/provider.ts';

/** Asks for the names of the models, beginning with these, where a host documents no list of its own. */
export const modelsField = (initial: string): Field => ({
  id: 'models',
  label: l10n.t('Models'),
  placeholder: initial.split(',').slice(0, 2).join(','),
  description: l10n.t(
    'Names of the models as the provider spells them, with commas between them, since it has no list to ask for.',
  ),
  initial,
  pattern: /^[\w./:-]+(\s*,\s*[\w./:-]+)*$/,
});
