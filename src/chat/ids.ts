/** A new id: sorts by the time it was made, differs between windows, and is a safe file name everywhere. */
export function newId(atMs: number): string {
  return `${atMs.toString(36).padStart(9, '0')}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether a name found on disk can be an id of ours; anything else is not touched. */
export function isId(name: string): boolean {
  return /^[0-9a-z]{9}-[0-9a-f]{8}$/.test(name);
}
