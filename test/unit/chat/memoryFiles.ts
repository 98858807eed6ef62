import type { Files } from '../../../src/chat/files.ts';

/** A folder in memory, which can be told to fail and counts what is read. */
export interface MemoryFiles extends Files {
  readonly contents: Map<string, { bytes: Uint8Array; modifiedAt: number }>;
  readonly reads: string[];
  /** Rejects the next appends, after writing this many characters of each. */
  failAppends(reason: string, afterCharacters?: number): void;
  heal(): void;
  text(name: string): string;
  put(name: string, content: string | Uint8Array): void;
}

export function memoryFiles(): MemoryFiles {
  const contents = new Map<string, { bytes: Uint8Array; modifiedAt: number }>();
  const reads: string[] = [];
  let failure: { reason: string; afterCharacters: number } | undefined;
  let modifiedAt = 1;
  const put = (name: string, content: string | Uint8Array) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    contents.set(name, { bytes, modifiedAt: modifiedAt++ });
  };
  const text = (name: string) => new TextDecoder().decode(contents.get(name)?.bytes ?? new Uint8Array());
  return {
    contents,
    reads,
    put,
    text,
    failAppends: (reason, afterCharacters = 0) => (failure = { reason, afterCharacters }),
    heal: () => (failure = undefined),
    list: async () =>
      Array.from(contents, ([name, file]) => ({ name, modifiedAt: file.modifiedAt, size: file.bytes.length })),
    stat: async (name) => {
      const file = contents.get(name);
      return file === undefined ? undefined : { name, modifiedAt: file.modifiedAt, size: file.bytes.length };
    },
    read: async (name) => {
      reads.push(name);
      return contents.get(name)?.bytes;
    },
    append: async (name, added) => {
      const written = failure === undefined ? added : added.slice(0, failure.afterCharacters);
      if (written !== '') put(name, text(name) + written);
      if (failure !== undefined) throw new Error(failure.reason);
    },
    replace: async (name, bytes) => put(name, bytes),
    remove: async (name) => void contents.delete(name),
  };
}
