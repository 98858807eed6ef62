import * as l10n from '@vscode/l10n';
import type { Session } from '../chat/session.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { ViewToHost } from '../protocol.ts';
import { refOf, type Model } from './models.ts';
import type { PanelOptions } from './panel.ts';

interface Again extends Pick<Extract<ViewToHost, { type: 'retry' }>, 'answer' | 'pick'> {
  /** Who answers, unless the user picks it. */
  model(): Promise<Model | undefined>;
}

type Parts = Pick<PanelOptions, 'conversations' | 'models' | 'answerer' | 'summaryAgain'>;

/** Lets an answer be given anew. Files of a summary are read again, since they are not in the conversation. */
export async function askAgain({ answer, pick, model: usual }: Again, parts: Parts): Promise<void> {
  const { conversations, models, answerer, summaryAgain } = parts;
  const model = pick ? await pickOnce(models) : await usual();
  if (model === undefined) return;
  const { current } = conversations;
  const files = filesToRead(current, answer);
  if (files.length === 0) return void current.retry(answerer(model), answer);
  const respond = await summaryAgain(files, model);
  if (respond !== undefined) current.retry(answerer(model, respond), answer);
}

/** Lets the last answer be gone on with. */
export async function goOn(model: Model | undefined, { conversations, answerer }: Parts): Promise<void> {
  if (model !== undefined) conversations.current.continueLast(answerer(model));
}

/** Asks others that the user picks, too. Their answers stand beside the one that is there. */
export async function askOthers(
  answer: string,
  { conversations, models, answerer, summaryAgain }: Parts,
): Promise<void> {
  const { current } = conversations;
  const turn = current.transcript.turns.find(({ id }) => id === answer);
  if (turn?.role !== 'assistant') return;
  const [known] = await models.find([turn.model]);
  const first = known ?? (await models.current());
  const picked = first && (await models.pickOthers(first));
  const files = filesToRead(current, answer);
  const answerers = (picked ?? []).map(async (model) => {
    const respond = files.length === 0 ? undefined : await summaryAgain(files, model);
    return files.length > 0 && respond === undefined ? [] : [answerer(model, respond)];
  });
  current.askOthers(answer, (await Promise.all(answerers)).flat());
}

/** The files of a summary that an answer gives: they are not in the conversation. */
function filesToRead({ transcript: { turns } }: Session, answer: string | undefined): readonly Attachment[] {
  const end = answer === undefined ? turns.length : turns.findIndex(({ id }) => id === answer);
  const question = turns.slice(0, end).findLast((turn) => turn.role === 'user');
  return question?.attachments.filter((one) => !hasContent(one)) ?? [];
}

/** For this one answer: the model that is asked next stays what it was. */
async function pickOnce(models: PanelOptions['models']): Promise<Model | undefined> {
  const picked = await models.pickFor(l10n.t('Answer again with'));
  return picked === undefined ? undefined : (await models.find([refOf(picked)]))[0];
}
