/** A key that the panel takes itself, so that nobody can bind it anew; what it does is said by its id. */
export interface PanelKey {
  readonly id:
    'send' | 'sendSeveral' | 'newLine' | 'recall' | 'editLast' | 'leave' | 'attach' | 'choose' | 'take' | 'openLink';
  /** As the user knows it. */
  readonly keys: string;
  /** The names that the page's handlers compare with; none for what a text box does by itself. */
  readonly handled: readonly string[];
}

/** All of them. A test compares the list with the handlers. */
export const panelKeys: readonly PanelKey[] = [
  { id: 'send', keys: 'Enter', handled: ['Enter'] },
  { id: 'sendSeveral', keys: 'Alt+Enter', handled: ['Enter'] },
  { id: 'newLine', keys: 'Shift+Enter', handled: [] },
  { id: 'recall', keys: '↑ ↓', handled: ['ArrowDown', 'ArrowUp'] },
  { id: 'editLast', keys: 'F2', handled: ['F2'] },
  { id: 'leave', keys: 'Escape', handled: ['Escape'] },
  { id: 'attach', keys: '# @ /', handled: [] },
  { id: 'choose', keys: '↑ ↓', handled: ['ArrowDown', 'ArrowUp'] },
  { id: 'take', keys: 'Enter, Tab', handled: ['Enter', 'Tab'] },
  { id: 'openLink', keys: 'Enter', handled: ['Enter'] },
];
