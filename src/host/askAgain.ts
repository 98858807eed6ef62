import { hasContent } from '../model/attachment.ts';
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
  const { turns } = current.transcript;
  const before =
    answer === undefined
      ? turns
      : turns.slice(
          0,
          turns.findIndex(({ id }) => id === answer),
        );
  const question = before.findLast((turn) => turn.role === 'user');
  const files = question?.attachments.filter((one) => !hasContent(one)) ?? [];
  if (files.length === 0) return void current.retry(answerer(model), answer);
  const respond = await summaryAgain(files, model);
  if (respond !== undefined) current.retry(answerer(model, respond), answer);
}

/** For this one answer: the model that is asked next stays what it was. */
async function pickOnce(models: PanelOptions['models']): Promise<Model | undefined> {
  const picked = await models.pickFor('Answer again with');
  return picked === undefined ? undefined : (await models.find([refOf(picked)]))[0];
}
