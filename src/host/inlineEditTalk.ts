import { l10n, window, workspace } from 'vscode';
import { withoutIntroduction } from '../edit/continuation.ts';
import { answerText, asked, earlierMessages, lastAnswer, said, type Standing } from '../edit/conversation.ts';
import { continueRequest } from '../edit/prompt.ts';
import { canContinue, isPartial, isReviewable } from '../edit/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { ResponseError } from '../model/error.ts';
import type { Request } from '../model/message.ts';
import { isTransient, type FinishReason, type StreamEvent } from '../model/event.ts';
import { isSameModel, type ChatEvent, type ModelRef, type Took } from '../model/transcript.ts';
import { editSpending } from './editSpending.ts';
import { EditTalks, goBack, noteAnswer, standOf, type Stand, type Talk } from './editTalks.ts';
import type { Wish } from './inlineEditMessages.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { requestFor, streamEdit, type EditModel, type EditSending } from './inlineEditStream.ts';
import { promptBox } from './promptBox.ts';
import type { Recents } from './recents.ts';

/** What the conversations of edits need from outside. */
export interface InlineEditTalkDeps {
  /** The model to ask: the one of this name while it can be used, or else the user's. Undefined when there is none. */
  readonly respond: (wanted?: ModelRef) => Promise<EditModel | undefined>;
  /** Another model that the user picks for this once; undefined when they leave. */
  readonly pickModel?: () => Promise<EditModel | undefined>;
  /** Shows what was said as a chat and returns its id; `known` is the chat that was made of it before. */
  readonly openChat?: (events: readonly ChatEvent[], known: string | undefined) => Promise<string>;
  /** Measures an answer, on top of what it took before; see `stopwatch`. */
  readonly measure?: (before: Took | undefined) => (event: StreamEvent) => Took | undefined;
  readonly recents: Recents;
  readonly maxOutputTokens?: () => number | undefined;
  /** Shows that an answer is awaited, as long as it is. */
  stream(run: InlineEditRun, answered: Promise<void>): Promise<void>;
  /** Tells what went wrong, and resolves with what the user wants then. */
  failed(error: ResponseError): Promise<Wish>;
  /** Asks for the instruction once more, and then for an answer to it. */
  retry(run: InlineEditRun): Promise<void>;
}

/** What is said about each edit: asks, goes on, and keeps it. Requests are sent at a word of the user's only. */
export class InlineEditTalk {
  readonly #deps: InlineEditTalkDeps;
  readonly #talks = new EditTalks();

  constructor(deps: InlineEditTalkDeps) {
    this.#deps = deps;
  }

  /** Asks the first question about a run that has just begun, unless it has ended while the model was looked for. */
  async begin(run: InlineEditRun, model: EditModel): Promise<void> {
    if (run.session.phase === 'streaming') await this.#ask(run, model, { place: 'next' });
  }

  /** Asks the last question once more, with the run's instruction, about what it was asked about. */
  again(run: InlineEditRun, model: EditModel): Promise<void> {
    return this.#again(run, model, this.#talks.of(run).picked);
  }

  async #again(run: InlineEditRun, model: EditModel, picked: ModelRef | undefined): Promise<void> {
    const talk = this.#talks.of(run);
    const { conversation, base, over } = talk;
    const stand = standOf(talk, run.note);
    const usual = picked === undefined || isSameModel(picked, model.model) ? model : await this.#deps.respond(picked);
    const isFollowUp = earlierMessages(conversation, 'again').length > 0;
    // What was accepted since is not to be taken back.
    const isKept = isFollowUp && base === run.session.base && over !== undefined;
    if (!run.reopen({ type: 'retry', ...(isKept ? { over } : {}) })) return tellTooLate(run);
    talk.picked = picked;
    await this.#ask(run, usual ?? model, { place: 'again', stand });
  }

  /** Asks for a further change of what is under review; the box may have one in it. */
  async refine(run: InlineEditRun, proposed?: string): Promise<void> {
    const { recents } = this.#deps;
    if (!isReviewable(run.session)) return;
    const instruction = await promptBox({
      title: l10n.t('Refine this edit'),
      placeholder: l10n.t('What should change further?'),
      recent: recents.list(),
      ...(proposed === undefined ? {} : { value: proposed }),
    });
    if (instruction === undefined) return;
    recents.add(instruction);
    await this.refineBy(run, instruction);
  }

  /** The same where the change need not be asked for. */
  async refineBy(run: InlineEditRun, instruction: string): Promise<void> {
    const { respond } = this.#deps;
    const model = await respond(this.#talks.of(run).picked);
    if (model === undefined) return;
    if (!run.reopen({ type: 'refine' })) return tellTooLate(run);
    run.instruction = instruction;
    await this.#ask(run, model, { place: 'next' });
  }

  /** Has the last question answered by another model, which then stays that of this edit. */
  async otherModel(run: InlineEditRun): Promise<void> {
    if (!isReviewable(run.session)) return;
    if (run.instruction === '')
      return void window.showInformationMessage(l10n.t('This text came from a chat. Refine it to ask about it here.'));
    const model = await this.#deps.pickModel?.();
    if (model === undefined) return;
    await this.#again(run, model, model.model);
  }

  /** Asks for the rest of an answer that was cut off. */
  async goOn(run: InlineEditRun): Promise<void> {
    const talk = this.#talks.of(run);
    const { session } = run;
    if (!isReviewable(session) || !isPartial(session) || session.finish === undefined) return;
    if (canContinue(session)) goBack(talk, session);
    const { conversation, model } = talk;
    const answer = lastAnswer(conversation);
    if (answer === undefined || model === undefined || !canContinue(session)) {
      return void window.showInformationMessage(
        l10n.t(
          'The lines have changed since the answer was cut off. Refine the edit instead: that tells them as they are.',
        ),
      );
    }
    const text = answerText(answer);
    if (text.trim() === '') return this.again(run, model);
    const joint = withoutIntroduction(text, (await import('../chat/seam.ts')).createSeam(text));
    const reason = session.finish;
    if (!run.reopen({ type: 'continue' })) return tellTooLate(run);
    const request = continueRequest(earlierMessages(conversation, 'next'), this.#limits(model));
    this.#say(talk, [{ type: 'continue', id: answer.id, at: Date.now() }]);
    await this.#stream(run, { id: answer.id, request, model, took: answer.took, cutOff: { text, reason, joint } });
  }

  /** Shows what was said about an edit as a chat, without one that of the last edit. */
  async openInChat(run: InlineEditRun | undefined): Promise<void> {
    const talk = run === undefined ? this.#talks.last : this.#talks.of(run);
    if (talk === undefined || talk.conversation.events.length === 0) {
      return void window.showInformationMessage(
        l10n.t('There is nothing to open: no model was asked about this edit here.'),
      );
    }
    const { events } = talk.conversation;
    if (run?.session.phase === 'streaming') {
      return void window.showInformationMessage(
        l10n.t('Parley is still writing. Stop it, or open the chat after that.'),
      );
    }
    const known = talk.chat?.events === events.length ? talk.chat.id : undefined;
    const id = await this.#deps.openChat?.(events, known);
    if (id !== undefined) talk.chat = { id, events: events.length };
  }

  async #ask(run: InlineEditRun, model: EditModel, { place, stand }: Asking): Promise<void> {
    const talk = this.#talks.of(run);
    const request = requestFor(run, earlierMessages(talk.conversation, place), this.#limits(model));
    const at = Date.now();
    const id = crypto.randomUUID();
    const question = {
      id: crypto.randomUUID(),
      at,
      instruction: run.instruction,
      attachments: [regionOf(run), ...run.files],
      prompt: promptOf(request),
    };
    talk.conversation = asked(talk.conversation, question, place);
    talk.model = model;
    talk.base = run.session.base;
    talk.over = run.session.under;
    const { label, provider } = model;
    const served = provider === undefined ? {} : { provider };
    this.#say(talk, [{ type: 'assistant', id, at, model: model.model, label, ...served }]);
    this.#talks.asked(run);
    await this.#stream(run, { id, request, model, took: { wholeMs: 0 }, ...(stand === undefined ? {} : { stand }) });
  }

  async #stream(run: InlineEditRun, { id, request, model, took, cutOff, stand }: Sent): Promise<void> {
    const talk = this.#talks.of(run);
    const { answer: number } = run.session;
    const note = talk.picked === undefined ? undefined : l10n.t('By {0}', model.label);
    const measure = this.#deps.measure?.(took);
    const events: ChatEvent[] = [];
    let text = '';
    let ending: FinishReason | 'error' | undefined;
    const heard = (event: StreamEvent) => {
      const measured = measure?.(event);
      if (isTransient(event)) return;
      if (event.type === 'text') return void (text += event.delta);
      if (text !== '') events.push({ type: 'stream', id, event: { type: 'text', delta: text } });
      text = '';
      events.push({ type: 'stream', id, event, ...(measured === undefined ? {} : { took: measured }) });
      if (event.type !== 'finish' && event.type !== 'error') return;
      ending = event.type === 'finish' ? event.reason : 'error';
      this.#say(talk, events.splice(0));
      noteAnswer(talk, { answer: number, id });
      run.spent = editSpending(talk.conversation.transcript);
    };
    run.note = note;
    const { respond } = model;
    const sending = { respond, request, over: talk.over ?? run.session.under, note, heard };
    const streaming = streamEdit(run, { ...sending, ...(cutOff === undefined ? {} : { cutOff }) });
    const answered = streaming.then((failure) => {
      // The edit was ended in the middle of the answer.
      if (ending === undefined) heard({ type: 'finish', reason: 'aborted' });
      const { picked } = talk;
      if (run.session.phase !== 'reviewing') return;
      const isNothing = run.session.answer !== number;
      if (stand !== undefined && isNothing) this.#standAgain(run, stand);
      if (failure !== undefined) void this.#tellFailure(run, failure, cutOff === undefined ? { picked } : 'rest');
      else if (isNothing && ending === 'stop')
        void window.showInformationMessage(l10n.t('The model proposed no change.'));
    });
    await this.#deps.stream(run, answered);
  }

  /** What was under review is so again, in the document as in what is said of it. */
  #standAgain(run: InlineEditRun, { answer, note, ...asked }: Stand): void {
    const talk = this.#talks.of(run);
    Object.assign(talk, asked);
    if (answer !== undefined) this.#say(talk, [{ type: 'switch', to: answer }]);
    run.say(note);
  }

  /** Tells of a failure that leaves something under review; whatever ends the edit is told elsewhere. */
  async #tellFailure(run: InlineEditRun, failure: ResponseError, then: Pick<Talk, 'picked'> | 'rest'): Promise<void> {
    const wish = await this.#deps.failed(failure);
    if (wish === undefined) return;
    if (then === 'rest' && wish === 'retry') return this.goOn(run);
    // The same again is of the same model; who took another one for all means that.
    this.#talks.of(run).picked = wish === 'retry' && then !== 'rest' ? then.picked : undefined;
    await this.#deps.retry(run);
  }

  #limits({ model: { model } }: EditModel): { model: string; maxOutputTokens?: number } {
    const maxOutputTokens = this.#deps.maxOutputTokens?.();
    return { model, ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }) };
  }

  #say(talk: Talk, events: readonly ChatEvent[]): void {
    talk.conversation = said(talk.conversation, events);
  }
}

interface Asking {
  readonly place: Standing;
  /** What to come back to. */
  readonly stand?: Stand;
}

interface Sent extends Pick<Asking, 'stand'> {
  /** The turn of the answer. */
  readonly id: string;
  readonly request: Request;
  readonly model: EditModel;
  readonly took: Took | undefined;
  readonly cutOff?: EditSending['cutOff'];
}

const promptOf = ({ messages }: Request): string => {
  const last = messages.at(-1);
  return last?.role === 'user' ? last.text : '';
};

/** What a question is about, as it goes along with one in a chat. */
function regionOf({ document, session: { region, under } }: InlineEditRun): Attachment {
  const start = region.start + 1;
  return {
    id: crypto.randomUUID(),
    kind: 'selection',
    path: workspace.asRelativePath(document.uri),
    uri: document.uri.toString(),
    languageId: document.languageId,
    lines: { start, end: start + Math.max(0, under.length - 1) },
    text: under.join('\n'),
  };
}

/** What was asked for came too late: another answer is on its way, or there is nothing under review any more. */
export function tellTooLate({ session }: InlineEditRun): void {
  void window.showInformationMessage(
    session.phase === 'streaming'
      ? l10n.t('Parley is still writing here.')
      : l10n.t('The lines changed in the meantime; select them once more.'),
  );
}
