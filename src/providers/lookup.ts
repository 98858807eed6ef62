import type { Provider } from '../llm/provider.ts';
import * as registry from './registry.ts';

/** Every provider there is, by name. */
export const providers: readonly Provider[] = Object.values<Provider>(registry).toSorted((a, b) =>
  a.label.localeCompare(b.label, 'en'),
);

const byId: ReadonlyMap<string, Provider> = new Map(providers.map((provider) => [provider.id, provider]));

export function providerById(id: string): Provider | undefined {
  return byId.get(id);
}

/** The one provider whose keys look like this; undefined when none or more than one does, for then the user must tell. */
export function providerForKey(key: string): Provider | undefined {
  const matching = providers.filter((provider) => provider.key?.pattern?.test(key));
  return matching.length === 1 ? matching[0] : undefined;
}
