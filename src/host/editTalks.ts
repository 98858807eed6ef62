import { commands } from 'vscode';
import { answerText, lastAnswer, noConversation, wentBack, type EditConversation } from '../edit/conversation.ts';
import type { Session } from '../edit/session.ts';
import type { AssistantTurn, ModelRef } from '../model/transcript.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import type { EditModel } from './inlineEditStream.ts';

/** Who was asked last, and about what. */
interface LastAsked {
  /** The model that was picked for this edit; without one, the user's own is asked. */
  picked?: ModelRef | undefined;
  /** Who was asked last. */
  model?: EditModel | undefined;
  /** What was accepted by then. */
  base?: readonly string[] | undefined;
  /** What the answer was to be written over. */
  over?: readonly string[] | undefined;
}

/** What is kept of an edit besides its text. */
export interface Talk extends LastAsked {
  conversation: EditConversation;
  /** Each answer as it had ended, by its number in the session, and how it was asked for. */
  readonly answers: Map<number, Readonly<LastAsked> & { readonly turn: AssistantTurn }>;
  /** The chat that was made of it, and of how much. */
  chat?: { readonly id: string; readonly events: number };
}

/** The answer of a session has ended, or as much of it as came. */
export function noteAnswer(talk: Talk, { answer, id }: Pick<Session, 'answer'> & { readonly id: string }): void {
  const turn = lastAnswer(talk.conversation);
  if (turn?.id === id && talk.model !== undefined) talk.answers.set(answer, { turn, ...lastAskedOf(talk) });
}

/** Undo may have led back to an answer before the last one: then that is the last one. */
export function goBack(talk: Talk, { answer }: Pick<Session, 'answer'>): void {
  const known = talk.answers.get(answer);
  const last = lastAnswer(talk.conversation);
  if (known === undefined) return;
  const { turn, ...asked } = known;
  if (last?.id === turn.id && answerText(last) === answerText(turn)) return;
  const id = crypto.randomUUID();
  talk.conversation = wentBack(talk.conversation, turn, { id, at: Date.now() });
  Object.assign(talk, asked);
  noteAnswer(talk, { answer, id });
}

/** How things stand with what is under review, to come back to when nothing comes of another answer. */
export interface Stand extends Readonly<LastAsked> {
  /** The last one by then; what an earlier window left, or came from a chat, has none. */
  readonly answer: string | undefined;
  readonly note: string | undefined;
}

/** See {@link Stand}. */
export function standOf(talk: Talk, note: string | undefined): Stand {
  return { ...lastAskedOf(talk), answer: lastAnswer(talk.conversation)?.id, note };
}

const lastAskedOf = ({ picked, model, base, over }: LastAsked): LastAsked => ({ picked, model, base, over });

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
