import type { Action } from '../protocol.ts';
import type { PanelOptions } from './panel.ts';

type Step = (
  options: Pick<PanelOptions, 'conversations' | 'models' | 'setups'>,
  value: string | undefined,
) => Promise<unknown> | void;

/** How each step is taken that an error card or the first-run screen offers. */
export const panelActions: Readonly<Record<Action, Step>> = {
  'add-key': async ({ setups }) => (await setups()).addKey(),
  'add-connection': async ({ setups }) => (await setups()).addConnection(),
  'use-language-models': async ({ setups }) => (await setups()).useLanguageModels(),
  'use-demo': async ({ setups }) => (await setups()).useDemo(),
  'use-local': async ({ setups }, value) => (await setups()).useConnection(value),
  'use-environment': async ({ setups }, value) => (await setups()).useEnvironment(value),
  'pick-model': ({ models }) => models.pick(),
  'new-chat': ({ conversations }) => conversations.create(),
  'take-over': ({ conversations }) => conversations.takeOver(),
};
