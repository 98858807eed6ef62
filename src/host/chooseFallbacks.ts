import { window, type QuickPickItem } from 'vscode';
import { readFallbacks } from '../chat/fallbackList.ts';
import type { Session } from '../chat/session.ts';
import { isSameModel, type ModelRef } from '../model/transcript.ts';
import { labelOf, refOf, type Model, type Models } from './models.ts';
import { readSettings, writeFallbacks } from './settings.ts';

export interface ChooseFallbacksOptions {
  readonly models: Pick<Models, 'find' | 'pickFor'>;
  readonly session: Pick<Session, 'transcript' | 'readOnly' | 'chooseFallbacks'>;
}

const nameOf = (ref: ModelRef, model: Model | undefined): string => (model === undefined ? ref.model : labelOf(model));

type List = readonly ModelRef[];

/** A list that is being put together; each change is kept at once, so that leaving with Escape loses nothing. */
interface Draft {
  readonly title: string;
  readonly list: List;
  keep(list: List): unknown;
}

interface Step extends QuickPickItem {
  run?(): unknown;
}

interface Row extends QuickPickItem {
  /** The list after this row was chosen; undefined to be done. */
  change?(): Promise<List>;
}

/** Lets the user say which models take over when one cannot answer, and in which order: everywhere, or in one chat. */
export async function chooseFallbacks({ models, session }: ChooseFallbacksOptions): Promise<void> {
  const everywhere = readFallbacks(readSettings().fallbacks, () => undefined);
  const own = session.transcript.fallbacks;
  const steps: readonly Step[] = [
    {
      label: '$(globe) All chats and edits',
      description: await namesOf(everywhere, models),
      run: () => edit({ title: 'Fallback Models', list: everywhere, keep: writeFallbacks }, models),
    },
    {
      label: '$(comment-discussion) This chat only',
      description: own === undefined ? 'as everywhere' : await namesOf(own, models),
      run: () =>
        edit(
          {
            title: 'Fallback Models of This Chat',
            list: own ?? everywhere,
            keep: (list) => session.chooseFallbacks(list),
          },
          models,
        ),
    },
    ...(own === undefined
      ? []
      : [{ label: '$(discard) Use those of all chats here too', run: () => session.chooseFallbacks(undefined) }]),
  ];
  const step = await window.showQuickPick(session.readOnly === undefined ? steps : steps.slice(0, 1), {
    title: 'Choose Fallback Models',
    placeHolder: 'When a model is overloaded, out of quota or out of reach, the next one answers. Where?',
  });
  await step?.run?.();
}

async function edit({ title, list: first, keep }: Draft, models: ChooseFallbacksOptions['models']): Promise<void> {
  let list = first;
  for (;;) {
    const row = await window.showQuickPick<Row>(await rowsOf(list, models), {
      title,
      placeHolder:
        list.length === 0
          ? 'None yet: an answer that fails is not asked for elsewhere'
          : 'Asked in this order, each at most once a question',
    });
    if (row?.change === undefined) return;
    const changed = await row.change();
    if (changed === list) continue;
    list = changed;
    await keep(list);
  }
}

async function rowsOf(list: List, models: ChooseFallbacksOptions['models']): Promise<readonly Row[]> {
  const found = await models.find(list);
  return [
    ...list.map((ref, index) => {
      const model = found[index];
      const label = `${index + 1}. ${nameOf(ref, model)}`;
      const description = model?.connection.label ?? `$(warning) “${ref.connection}” is not set up, so it is skipped`;
      return { label, description, change: () => changed(list, index, label) };
    }),
    { label: '$(add) Add a model…', change: () => added(list, models) },
    { label: '$(check) Done' },
  ];
}

async function added(list: List, models: ChooseFallbacksOptions['models']): Promise<List> {
  const model = await models.pickFor(`Fallback Model ${list.length + 1}`);
  if (model === undefined) return list;
  const ref = refOf(model);
  return list.some((one) => isSameModel(one, ref)) ? list : [...list, ref];
}

/** Moves a model up or down, or removes it: what buttons of a row would do, but for the keyboard too. */
async function changed(list: List, index: number, title: string): Promise<List> {
  const ref = list[index];
  const others = list.toSpliced(index, 1);
  if (ref === undefined) return list;
  const ways = [
    { label: '$(arrow-up) Ask earlier', list: others.toSpliced(index - 1, 0, ref), applies: index > 0 },
    { label: '$(arrow-down) Ask later', list: others.toSpliced(index + 1, 0, ref), applies: index < others.length },
    { label: '$(trash) Remove', list: others, applies: true },
  ].filter(({ applies }) => applies);
  return (await window.showQuickPick(ways, { title }))?.list ?? list;
}

async function namesOf(list: List, models: ChooseFallbacksOptions['models']): Promise<string> {
  if (list.length === 0) return 'none';
  const found = await models.find(list);
  return list.map((ref, index) => nameOf(ref, found[index])).join(', ');
}
