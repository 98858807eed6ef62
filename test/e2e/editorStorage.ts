import type { Page } from 'playwright-core';

/**
 * Resolves once one entry, `key=value`, of what the editor keeps in the browser has all these texts. It writes that down
 * a moment later than it is told, and a reload in a browser does not wait for it.
 */
export async function isKept(page: Page, ...texts: readonly string[]): Promise<void> {
  // Each look at the storage takes a while, so nothing else has to be waited for.
  for (const until = Date.now() + keptMs; !(await page.evaluate(hasEntry, texts));)
    if (Date.now() > until) throw new Error(`The editor did not keep ${texts.join(', ')}.`);
}

const keptMs = 60_000;

async function hasEntry(texts: readonly string[]): Promise<boolean> {
  const settled = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(new Error('The editor’s storage cannot be read.')));
    });
  const kept: string[] = [];
  for (const { name: of = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(of));
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      kept.push(...keys.map((key, at) => `${typeof key === 'string' ? key : ''}=${String(values[at])}`));
    }
    database.close();
  }
  return kept.some((entry) => texts.every((text) => entry.includes(text)));
}
