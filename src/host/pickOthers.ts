import { l10n, window, type QuickPick } from 'vscode';
import { answerIn } from './answerIn.ts';
import { keyOf, modelItems, type Listing, type ModelItem } from './modelItems.ts';
import type { PickerOptions } from './modelPicker.ts';
import { labelOf, type Model } from './models.ts';
import type { Source } from '../providers/connections.ts';

/** More columns than four are not read side by side. */
const mostOthers = 3;

/** Lets the user pick who answers beside a model, and says what that costs; undefined when they leave. */
export function pickOthers(first: Model, options: PickerOptions): Promise<readonly Model[] | undefined> {
  const box = window.createQuickPick<ModelItem>();
  box.canSelectMany = true;
  box.matchOnDescription = true;
  box.keepScrollPosition = true;
  box.busy = true;
  box.placeholder = l10n.t('Pick up to {0} models to answer beside {1}', mostOthers, labelOf(first));
  const listings = new Map<Source, Listing>();
  const show = () => {
    const chosen = new Set(box.selectedItems.map(keyOf));
    box.items = itemsBeside(first, options, listings);
    box.selectedItems = box.items.filter((item) => item.model !== undefined && chosen.has(keyOf(item)));
  };
  const tell = () => (box.title = titleFor(first, box.selectedItems.length));
  show();
  tell();
  void Promise.all(
    options.connections.map(async (connection) => {
      listings.set(connection, await options.listing(connection));
      show();
    }),
  ).then(() => (box.busy = false));
  box.onDidChangeSelection(tell);
  return pickedIn(box);
}

/** All models but the first one, without the buttons and offers of the list that chooses one. */
function itemsBeside(
  first: Model,
  options: PickerOptions,
  listings: ReadonlyMap<Source, Listing>,
): readonly ModelItem[] {
  const { favourites, recent } = options.memory;
  const all = modelItems({ ...options, listings, favourites, recent, typed: '' });
  return all
    .filter(({ model, offer, kind }) => kind !== undefined || (model !== undefined && offer === undefined))
    .filter(({ model }) => model?.connection.id !== first.connection.id || model.info.id !== first.info.id)
    .map(({ buttons: _buttons, ...item }) => item);
}

function titleFor(first: Model, others: number): string {
  if (others === 0) return l10n.t('Ask several models at once');
  if (others > mostOthers) return l10n.t('At most {0} models beside {1}: take some away', mostOthers, labelOf(first));
  return l10n.t('Ask {0} models: {0} requests, each at the price of its model', others + 1);
}

function pickedIn(box: QuickPick<ModelItem>): Promise<readonly Model[] | undefined> {
  return answerIn(box, () => {
    const picked = box.selectedItems.flatMap(({ model }) => (model === undefined ? [] : [model]));
    return picked.length === 0 || picked.length > mostOthers ? undefined : picked;
  });
}
