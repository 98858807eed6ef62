/** Where edits are kept that an earlier window left. The entry looks there, and reads no more than this for it. */
export const leftEditsKey = 'leftEdits';
