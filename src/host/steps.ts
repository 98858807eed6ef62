import { env, InputBoxValidationSeverity, l10n, QuickInputButtons, ThemeIcon, Uri, window } from 'vscode';
import type { InputBox, QuickInputButton, QuickPickItem } from 'vscode';

/** The answer of one who wants to see the question before again. */
export const back = Symbol('back');

/** What came of a question: an answer, a wish to go back, or nothing because it was left. */
export type Answer<T> = T | typeof back | undefined;

/** Where a question stands among others; a question of its own has no place. */
export interface Place {
  readonly step: number;
  readonly totalSteps: number;
}

/** A question that takes what is known so far and adds to it. */
export type Step<T> = (known: T, place: Place) => Promise<Answer<T>>;

/** Asks one question after another, as many as there turn out to be; undefined when it was left on the way. */
export async function inSteps<T>(first: T, stepsOf: (known: T) => readonly Step<T>[]): Promise<T | undefined> {
  let known = first;
  for (let at = 0; ;) {
    const steps = stepsOf(known);
    const step = steps[at];
    if (step === undefined) return known;
    const answer = await step(known, { step: at + 1, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === back) at = Math.max(0, at - 1);
    else {
      known = answer;
      at += 1;
    }
  }
}

/** What is wrong with a text, which is then not taken, or what is worth knowing about it. */
export type Verdict = { readonly problem: string } | { readonly note: string } | undefined;

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: true;
  /** Where what is asked for can be found. */
  readonly page?: string | undefined;
  judge(text: string): Verdict;
}

/** Asks for a line. What is wrong with it is said while it is typed, but not before the first letter. */
export function askText(question: TextQuestion, place?: Place): Promise<Answer<string>> {
  const box = window.createInputBox();
  box.title = question.title;
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.password = question.password === true;
  const judge = () => question.judge(box.value.trim());
  const show = (verdict: Verdict) => (box.validationMessage = messageOf(verdict));
  // What is fine already leaves the place below the box to the prompt.
  const atFirst = box.value === '' ? undefined : judge();
  if (atFirst !== undefined && 'problem' in atFirst) show(atFirst);
  return ask(box, { place, page: question.page }, (resolve) => {
    box.onDidChangeValue(() => show(box.value.trim() === '' ? undefined : judge()));
    box.onDidAccept(() => {
      const verdict = judge();
      if (verdict !== undefined && 'problem' in verdict) return void show(verdict);
      resolve(box.value.trim());
    });
  });
}

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

export interface ChoiceQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  readonly active?: T | undefined;
  /** There is a list to go back to, although this is no step of several. */
  readonly isBelow?: true;
}

/** Asks for one of several things; typing searches all that is said of them. */
export function askChoice<T>(question: ChoiceQuestion<T>, place?: Place): Promise<Answer<T>> {
  const box = window.createQuickPick<Choice<T>>();
  box.title = question.title;
  box.placeholder = question.placeholder;
  box.items = question.choices;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  // An empty list would leave none active, and Enter without effect.
  const active = question.choices.find(({ value }) => value === question.active);
  if (active !== undefined) box.activeItems = [active];
  return ask(box, { place, ...(question.isBelow && { hasBack: true }) }, (resolve) => {
    box.onDidAccept(() => {
      const [item] = box.activeItems;
      if (item !== undefined) resolve(item.value);
    });
  });
}

type Box = Pick<
  InputBox,
  | 'step'
  | 'totalSteps'
  | 'ignoreFocusOut'
  | 'buttons'
  | 'onDidTriggerButton'
  | 'onDidHide'
  | 'show'
  | 'hide'
  | 'dispose'
>;

/** What leads away from a question: its place among others, and the page that helps. */
interface Bearings {
  readonly place: Place | undefined;
  readonly page?: string | undefined;
  readonly hasBack?: boolean;
}

function ask<T>(
  box: Box,
  { place, page, hasBack = (place?.step ?? 1) > 1 }: Bearings,
  listen: (resolve: (answer: T) => void) => void,
): Promise<Answer<T>> {
  const open: QuickInputButton = {
    iconPath: new ThemeIcon('link-external'),
    tooltip: page === undefined ? '' : l10n.t('Open {0}', new URL(page).host),
  };
  if (place !== undefined) {
    box.step = place.step;
    box.totalSteps = place.totalSteps;
  }
  box.buttons = [...(hasBack ? [QuickInputButtons.Back] : []), ...(page === undefined ? [] : [open])];
  // What is asked for is looked up elsewhere meanwhile.
  box.ignoreFocusOut = true;
  return new Promise((resolve) => {
    const close = (answer: Answer<T>) => {
      resolve(answer);
      box.hide();
    };
    listen(close);
    box.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) close(back);
      else if (page !== undefined) void env.openExternal(Uri.parse(page));
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

function messageOf(verdict: Verdict): InputBox['validationMessage'] {
  if (verdict === undefined) return undefined;
  return 'problem' in verdict ? verdict.problem : { message: verdict.note, severity: InputBoxValidationSeverity.Info };
}
