import type { Page } from 'playwright-core';

/**
 * Resolves once the editor has one value with all these texts in what it keeps in the browser. It writes that down a
 * moment later than it is told, and a reload in a browser does not wait for it.
 */
export async function isKept(page: Page, ...texts: readonly string[]): Promise<void> {
  // Each look at the storage takes a while, so nothing else has to be waited for.
  for (const until = Date.now() + keptMs; !(await page.evaluate(hasValue, texts));)
    if (Date.now() > until) throw new Error(`The editor did not keep ${texts.join(', ')}.`);
}

const keptMs = 60_000;

async function hasValue(texts: readonly string[]): Promise<boolean> {
  const settled = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(new Error('The editor’s storage cannot be read.')));
    });
  const kept: string[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      kept.push(...(await settled(database.transaction(store).objectStore(store).getAll())).map(String));
    database.close();
  }
  return kept.some((value) => texts.every((text) => value.includes(text)));
}
