import type { Locator } from 'playwright-core';
import type { Window } from '../rig/window.ts';

/** What tests of edits do and see again and again. */
export interface EditSteps {
  /** The buttons above the text that have this in their title. */
  lens(title: string): Locator;
  /** A line of an editor with this in it. */
  line(text: string): Locator;
  /** Resolves when there is such a line. */
  shows(text: string): Promise<void>;
  /** Asks for an edit of what is selected, and does not wait for its answer. */
  askForEdit(instruction: string): Promise<void>;
  /** Resolves when an edit can be judged. */
  inReview(): Promise<void>;
  /** Resolves when no edit can be judged any more. */
  reviewed(): Promise<void>;
}

/** The steps of edits in a window, which is asked for at each use. */
export function editSteps(live: { readonly window: Window }): EditSteps {
  const lens = (title: string) => live.window.page.locator('.codelens-decoration a', { hasText: title });
  const line = (text: string) => live.window.page.locator('.view-line', { hasText: text }).first();
  return {
    lens,
    line,
    shows: (text) => line(text).waitFor(),
    askForEdit: async (instruction) => {
      await live.window.palette('Parley: Edit Selection with AI');
      await live.window.page.getByPlaceholder('What should change?').waitFor();
      await live.window.quickInput.answer(instruction);
    },
    inReview: () => lens('Accept').first().waitFor(),
    reviewed: () => lens('Accept').first().waitFor({ state: 'detached' }),
  };
}
