import { commands, l10n, window, type QuickPick } from 'vscode';
import { answerIn } from './answerIn.ts';
import type { Source } from '../providers/connections.ts';
import { keyOf, modelItems, type Listing, type ModelItem, type Offer, type Rows } from './modelItems.ts';
import type { ModelMemory, RememberedModel } from './modelMemory.ts';

export interface PickerOptions extends Pick<Rows, 'connections' | 'catalogue' | 'helpWith'> {
  readonly title: string;
  readonly memory: ModelMemory;
  readonly offers: readonly Offer[];
  /** Never rejects. */
  listing(connection: Source): Promise<Listing>;
}

/** Lets the user pick among the models of all connections; a list that comes late joins when it is there. */
export function pickModel(options: PickerOptions): Promise<ModelItem | undefined> {
  const box = window.createQuickPick<ModelItem>();
  box.title = options.title;
  box.placeholder = l10n.t('Type to search, or type the name of a model that is not listed');
  box.matchOnDescription = true;
  box.keepScrollPosition = true;
  box.busy = true;
  const listings = new Map<Source, Listing>();
  const show = () => {
    const { favourites, recent } = options.memory;
    box.items = modelItems({ ...options, listings, favourites, recent, typed: box.value });
  };
  /** Rows that come or go must not move the selection away from the model that Enter is about to take. */
  const showInPlace = () => {
    const [active] = box.activeItems;
    show();
    if (active?.model !== undefined) activate(box, keyOf(active));
  };
  const rows = new RowChanges(box);
  show();
  activateChosen(box, options.memory.chosen);
  void Promise.all(
    options.connections.map(async (connection) => {
      listings.set(connection, await options.listing(connection));
      rows.change(showInPlace);
    }),
  ).then(() => (box.busy = false));
  box.onDidTriggerItemButton(({ item }) => {
    if (item.model === undefined) return;
    options.memory.toggleFavourite({ connection: item.model.connection.id, info: item.model.info });
    rows.change(showInPlace);
  });
  box.onDidChangeValue(() => rows.extend(show));
  return answerOf(box, rows);
}

/**
 * The editor names rows by their place. Until it shows rows that have just changed, a place is one among the rows before,
 * where another model stood: then only the row that was and still is active is certainly the one that is meant.
 */
class RowChanges {
  readonly #box: QuickPick<ModelItem>;
  #isShowing = false;
  #isCertain = true;
  #kept: ModelItem | undefined;
  #next: (() => void) | undefined;

  constructor(box: QuickPick<ModelItem>) {
    this.#box = box;
    box.onDidHide(() => (this.#next = undefined));
  }

  /** Rows come, go or move; what comes later shows all that came before. */
  change(show: () => void): void {
    if (this.#isShowing) return void (this.#next = () => this.change(show));
    this.#isCertain = false;
    void this.#show(show);
  }

  /** Rows come below the models that are there, which therefore stay in their places. */
  extend(show: () => void): void {
    if (this.#isShowing) return void (this.#next ??= () => this.extend(show));
    void this.#show(show);
  }

  allows(item: ModelItem): boolean {
    return this.#isCertain || item === this.#kept;
  }

  async #show(show: () => void): Promise<void> {
    this.#isShowing = true;
    show();
    this.#kept = this.#box.activeItems[0];
    await nextTurn();
    await answerOfEditor();
    this.#isShowing = false;
    this.#isCertain = true;
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }
}

/** What a box is given leaves for the editor at the end of the turn. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The editor takes what it is told and tells what it is asked in one order: it shows by then what it was given before. */
const answerOfEditor = () => commands.executeCommand('setContext', 'parley.pickingModel', true);

function answerOf(box: QuickPick<ModelItem>, rows: RowChanges): Promise<ModelItem | undefined> {
  return answerIn(box, () => {
    const [item] = box.activeItems;
    if (item?.model === undefined && item?.offer === undefined) return undefined;
    return rows.allows(item) ? item : undefined;
  });
}

function activate(box: QuickPick<ModelItem>, key: string): void {
  const item = box.items.find((one) => one.model !== undefined && keyOf(one) === key);
  if (item !== undefined) box.activeItems = [item];
}

function activateChosen(box: QuickPick<ModelItem>, chosen: RememberedModel | undefined): void {
  const item = box.items.find(
    ({ model }) => model?.connection.id === chosen?.connection && model?.info.id === chosen?.info.id,
  );
  if (item?.model !== undefined) box.activeItems = [item];
}
