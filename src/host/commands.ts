/** The commands that a person can run, by their id in the manifest without `parley.`; a test holds the two together. */
export const commandNames = [
  'askSelection',
  'editSelection',
  'summarizeFile',
  'newChat',
  'showChats',
  'searchChats',
  'renameChat',
  'exportChat',
  'copyChat',
  'importChat',
  'showRequest',
  'pickModel',
  'toggleFavourite',
  'chooseFallbacks',
  'addKey',
  'addConnection',
  'testConnection',
  'manageConnections',
  'stop',
  'showLog',
  'edit.accept',
  'edit.reject',
  'edit.retry',
  'edit.diff',
  'edit.stop',
] as const;

export type CommandName = (typeof commandNames)[number];

/** What each command does; a forgotten one fails to compile. */
export type Commands = Readonly<Record<CommandName, (...args: readonly unknown[]) => unknown>>;
