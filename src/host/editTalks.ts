import { commands } from 'vscode';
import { answerText, lastAnswer, noConversation, wentBack, type EditConversation } from '../edit/conversation.ts';
import type { Session } from '../edit/session.ts';
import type { AssistantTurn, ModelRef } from '../model/transcript.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import type { EditModel } from './inlineEditStream.ts';

/** What is kept of an edit besides its text. */
export interface Talk {
  conversation: EditConversation;
  /** The model that was picked for this edit; without one, the user's own is asked. */
  picked?: ModelRef | undefined;
  /** Who was asked last. */
  model?: EditModel | undefined;
  /** What was accepted by then. */
  base?: readonly string[] | undefined;
  /** What the answer was to be written over. */
  over?: readonly string[] | undefined;
  /** Each answer as it had ended, and whose it is, by its number in the session. */
  readonly answers: Map<number, { readonly turn: AssistantTurn; readonly model: EditModel }>;
  /** The chat that was made of it, and of how much. */
  chat?: { readonly id: string; readonly events: number };
}

/** The answer of a session has ended, or as much of it as came. */
export function noteAnswer(talk: Talk, { answer, id }: Pick<Session, 'answer'> & { readonly id: string }): void {
  const turn = lastAnswer(talk.conversation);
  if (turn?.id === id && talk.model !== undefined) talk.answers.set(answer, { turn, model: talk.model });
}

/** Undo may have led back to an answer before the last one: then that is the last one. */
export function goBack(talk: Talk, { answer }: Pick<Session, 'answer'>): void {
  const known = talk.answers.get(answer);
  const last = lastAnswer(talk.conversation);
  if (known === undefined) return;
  const { turn, model } = known;
  if (last?.id === turn.id && answerText(last) === answerText(turn)) return;
  const id = crypto.randomUUID();
  talk.conversation = wentBack(talk.conversation, turn, { id, at: Date.now() });
  talk.model = model;
  noteAnswer(talk, { answer, id });
}

/** How things stand with an answer that is under review, to come back to when nothing comes of another one. */
export type Stand = Pick<Talk, 'picked' | 'model' | 'base' | 'over'> & {
  readonly answer: string;
  readonly note?: string;
};

/** See {@link Stand}; undefined when there is no answer yet. */
export function standOf(
  { conversation, picked, model, base, over }: Talk,
  note: string | undefined,
): Stand | undefined {
  const answer = lastAnswer(conversation)?.id;
  return answer === undefined
    ? undefined
    : { picked, model, base, over, answer, ...(note === undefined ? {} : { note }) };
}

const mostKept = 20;

/** The conversations of the last edits, as long as the window is there. */
export class EditTalks {
  /** By the id of the edit, the one asked about last at the end. */
  readonly #talks = new Map<string, Talk>();
  #isOffered = false;

  /** That of an edit, begun when there is none. */
  of({ id }: InlineEditRun): Talk {
    const known = this.#talks.get(id);
    if (known !== undefined) return known;
    const talk: Talk = { conversation: noConversation, answers: new Map() };
    this.#talks.set(id, talk);
    const [oldest] = this.#talks.keys();
    if (this.#talks.size > mostKept && oldest !== undefined) this.#talks.delete(oldest);
    return talk;
  }

  /** Something is asked about this edit: it is the last one now. */
  asked(run: InlineEditRun): void {
    if (!this.#isOffered) void commands.executeCommand('setContext', 'parley.hasEdited', true);
    this.#isOffered = true;
    const talk = this.of(run);
    this.#talks.delete(run.id);
    this.#talks.set(run.id, talk);
  }

  /** That of the edit something was asked about last. */
  get last(): Talk | undefined {
    return [...this.#talks.values()].findLast(({ conversation }) => conversation.events.length > 0);
  }
}
