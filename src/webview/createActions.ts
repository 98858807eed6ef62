import type { ViewToHost } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { beginEdit, cancelEdit, quote, recall, submit } from './composing.ts';
import { selectedPassage } from './passage.ts';
import { leadsOut } from './recall.ts';
import type { Scroll } from './scroll.ts';
import type { ViewState } from './state.ts';
import { Suggesting } from './suggesting.ts';

interface ActingPage {
  state(): ViewState;
  change(next: ViewState): void;
  post(message: ViewToHost): void;
  readonly scroll: Scroll;
  /** Puts the caret to the end of the question. */
  focusComposer(): void;
}

/** What the controls of a page do, but for the parts that are read later. */
export function createActions(page: ActingPage): Actions {
  return { post: page.post, ...writing(page), ...reading(page) };
}

type Writing = 'suggesting' | 'submit' | 'submitToSeveral' | 'recall' | 'beginEdit' | 'cancelEdit' | 'quote';

function writing({ state, change, post, scroll, focusComposer }: ActingPage): Pick<Actions, Writing> {
  const send = (to: 'one' | 'several') => {
    const sent = submit(state(), to);
    if (sent === undefined) return;
    scroll.following = true;
    change(sent.state);
    post(sent.message);
  };
  const write = (next: ViewState) => {
    change(next);
    focusComposer();
  };
  return {
    suggesting: new Suggesting({ state, change, post, submit: () => send('one') }),
    submit: () => send('one'),
    submitToSeveral: () => send('several'),
    // What is held by now, painted or not: keys may come faster than frames.
    recall: (by, box) => {
      if (!leadsOut(box, by, state().recall)) return false;
      const next = recall(state(), by);
      if (next === state()) return false;
      write(next);
      return true;
    },
    beginEdit: (id) => {
      const next = beginEdit(state(), id);
      if (next.editing === undefined || next === state()) return;
      post({ type: 'edit', id: next.editing.id });
      write(next);
    },
    cancelEdit: () => {
      post({ type: 'edit-cancel' });
      write(cancelEdit(state()));
    },
    quote: () => {
      const selection = selectedPassage();
      if (selection === undefined) return;
      write(quote(state(), selection.toString()));
      selection.removeAllRanges();
    },
  };
}

function reading(page: ActingPage): Pick<Actions, 'showColumn' | 'jumpToEnd' | 'remove' | 'switchTo'> {
  const { state, change, post, scroll, focusComposer } = page;
  return {
    showColumn: (column) => change({ ...state(), column }),
    jumpToEnd: () => {
      scroll.jumpToEnd();
      // The button goes, and must not take the keyboard's place on the page with it.
      focusComposer();
    },
    remove: (id) => {
      post({ type: 'delete', id });
      // Another question may come to stand in its place, which the next press must not delete.
      focusComposer();
    },
    switchTo: (to) => {
      scroll.stay();
      post({ type: 'switch', to });
    },
  };
}
