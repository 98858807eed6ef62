/** A file of the folder that holds the conversations. */
export interface FileEntry {
  readonly name: string;
  readonly modifiedAt: number;
  readonly size: number;
}

/** The folder that holds the conversations, and nothing else of the disk. Names are plain file names. */
export interface Files {
  /** Empty when the folder does not exist yet. */
  list(): Promise<readonly FileEntry[]>;
  /** Undefined when there is no such file. */
  stat(name: string): Promise<FileEntry | undefined>;
  /** Undefined when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Adds to the end in one write, creating folder and file: two windows may do it at once. */
  append(name: string, text: string): Promise<void>;
  /** Replaces the whole file at once, so that nobody ever reads half of it. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(name: string): Promise<void>;
  /** The process that writes here; missing where there is no telling one from another. */
  readonly process?: WritingProcess;
}

/** Tells whether a window that wrote something is still there. */
export interface WritingProcess {
  /** Names this process among those of all machines. */
  readonly name: string;
  /** Processes of another machine, or of another container, are unknown. */
  stateOf(name: string): 'alive' | 'gone' | 'unknown';
}
