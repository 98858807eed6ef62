import type { Uri } from 'vscode';
import type { Answerer } from '../chat/answerer.ts';
import type { Answerers, Question } from '../chat/session.ts';
import type { Model, Models } from './models.ts';
import { expanded } from './slash.ts';

interface Asking {
  /** Who is asked first. */
  readonly model: Model;
  /** The user picks others that answer beside it. */
  readonly several: boolean;
  readonly models: Models;
  readonly prompts: Uri;
  answerer(model: Model): Answerer;
}

/** What is sent, and to whom; undefined when it cannot be, or the user does not want it any more. */
export async function asked(
  written: Question,
  { model, several, models, prompts, answerer }: Asking,
): Promise<{ readonly question: Question; readonly answerers: Answerers } | undefined> {
  const question = await expanded(written, { prompts, goal: 'send' });
  if (question === undefined) return undefined;
  const others = several ? await models.pickOthers(model) : [];
  return others === undefined
    ? undefined
    : { question, answerers: [answerer(model), ...others.map((other) => answerer(other))] };
}
