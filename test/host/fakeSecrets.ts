import { EventEmitter, type SecretStorage, type SecretStorageChangeEvent } from 'vscode';

/** A secret storage that can be told to misbehave as real ones do. */
export interface FakeSecrets extends SecretStorage {
  readonly values: Map<string, string>;
  fault: 'none' | 'refuses' | 'loses' | 'unreadable';
  /** Holds back every look until the function returned is called. */
  hold(): () => void;
  /** As if another window had done it. */
  change(name: string, value: string | undefined): void;
}

export function fakeSecrets(): FakeSecrets {
  const values = new Map<string, string>();
  const changed = new EventEmitter<SecretStorageChangeEvent>();
  let gate = Promise.resolve();
  const secrets: FakeSecrets = {
    values,
    fault: 'none',
    hold() {
      const held = Promise.withResolvers<void>();
      gate = held.promise;
      return held.resolve;
    },
    change(name, value) {
      if (value === undefined) values.delete(name);
      else values.set(name, value);
      changed.fire({ key: name });
    },
    keys: async () => {
      if (secrets.fault === 'unreadable') throw new Error('the keyring is locked');
      return [...values.keys()];
    },
    get: async (name) => {
      const value = values.get(name);
      await gate;
      if (secrets.fault === 'unreadable') throw new Error('the keyring is locked');
      return value;
    },
    store: async (name, value) => {
      if (secrets.fault === 'refuses') throw new Error(`the keyring does not take ${value}`);
      if (secrets.fault !== 'loses') values.set(name, value);
      changed.fire({ key: name });
    },
    delete: async (name) => {
      if (secrets.fault === 'refuses') throw new Error('the keyring does not let go');
      values.delete(name);
      changed.fire({ key: name });
    },
    onDidChange: changed.event,
  };
  return secrets;
}
