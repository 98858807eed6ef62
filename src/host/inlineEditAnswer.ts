import { l10n } from 'vscode';
import type { Answer, AnswerNote } from '../edit/answer.ts';
import type { AnswerRefusal } from '../edit/answerShape.ts';

/** No more of what a model said than a message can show. */
const mostWords = 300;

/** Why an answer was not written, and what helps. The lines are the original again when this is read. */
export function refusalText({ reason, words = '' }: Extract<Answer, { type: 'refusal' }>): string {
  return refusals[reason](words.length > mostWords ? `${words.slice(0, mostWords)}…` : words);
}

/** What there is to say about an answer that was written. */
export function noteText(note: AnswerNote): string {
  return notes[note]();
}

const refusals: Readonly<Record<AnswerRefusal, (words: string) => string>> = {
  words: (words) =>
    l10n.t('The model answered without code: “{0}” Say more precisely what should change, or ask the chat.', words),
  elision: () =>
    l10n.t(
      'The answer leaves code out (“rest unchanged”) where it is not certain what it stands for. Nothing was changed. Try again and ask for all of the code, or select fewer lines.',
    ),
  outside: () =>
    l10n.t(
      'The answer also changes lines outside of the selection. Nothing was changed. Select those lines too, or ask the chat.',
    ),
  unmatched: () =>
    l10n.t(
      'The answer is a diff whose place in the selected lines is not certain. Nothing was changed. Try again and ask for the new code, not for a diff.',
    ),
  cut: () =>
    l10n.t(
      'The answer ends in the middle, and what there is of it cannot be used. Nothing was changed. Try again and ask for less at once.',
    ),
  'other-files': () =>
    l10n.t(
      'The answer changes other files, or the file as a whole. Nothing was changed. Ask the chat for changes like that.',
    ),
  conflict: () =>
    l10n.t(
      'The answer holds the marks of a merge conflict. Nothing was changed. Try again and ask for the merged code.',
    ),
  fences: () =>
    l10n.t(
      'The answer has code blocks beside other text, and it is not certain which is meant for the file. Nothing was changed. Try again and ask for the new text alone.',
    ),
};

const notes: Readonly<Record<AnswerNote, () => string>> = {
  'more-blocks': () => l10n.t('The answer had several code blocks; this is the first'),
  'filled-in': () => l10n.t('What the answer left out is filled in from the original'),
  'unfinished-line': () => l10n.t('The last line was not finished and is left out'),
  'open-brackets': () => l10n.t('The answer leaves brackets open: it may be cut off'),
};
