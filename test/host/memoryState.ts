import type { State } from '../../src/host/state.ts';

/** The editor's small storage, without the editor. */
export function memoryState(values: Record<string, unknown> = {}): State & { readonly values: Map<string, unknown> } {
  const map = new Map<string, unknown>(Object.entries(values));
  return {
    values: map,
    get: (key) => map.get(key),
    update: (key, value) => void map.set(key, value),
  };
}
