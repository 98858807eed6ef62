import { l10n, QuickPickItemKind, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { ModelInfo } from '../llm/provider.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Source } from '../providers/connections.ts';
import { standings, type Standing } from '../providers/modelChoice.ts';
import { modelDetails } from './modelDetails.ts';
import { isSame, type RememberedModel } from './modelMemory.ts';

/** A way to more models. */
export interface Offer {
  readonly label: string;
  run(): void;
}

/** The models of a connection as far as they are known. */
export interface Listing {
  readonly infos: readonly ModelInfo[];
  /** Why there is no list, in words; `infos` are then those of the catalogue. */
  readonly problem?: string;
  /** Nothing of it is to be shown: a server of this machine that is off. */
  readonly hidden?: true;
}

/** A row of the picker; `model` as its list has it, without what the catalogue adds. */
export interface ModelItem extends QuickPickItem {
  readonly model?: { readonly connection: Source; readonly info: ModelInfo };
  readonly offer?: Offer;
}

export interface Rows {
  readonly connections: readonly Source[];
  readonly listings: ReadonlyMap<Source, Listing>;
  readonly favourites: readonly RememberedModel[];
  readonly recent: readonly RememberedModel[];
  readonly offers: readonly Offer[];
  /** What to do about a connection whose list cannot be had. */
  helpWith(connection: Source): Offer | undefined;
  readonly catalogue: Catalogue;
  /** What is typed into the box. */
  readonly typed: string;
}

/** All rows of the picker. A model stands in one group only: a search is to find it once. */
export function modelItems(rows: Rows): readonly ModelItem[] {
  const favourites = rows.favourites.flatMap((model) => toMaybe(rememberedItem(rows, model)));
  const recent = rows.recent
    .filter((model) => !rows.favourites.some((other) => isSame(other, model)))
    .flatMap((model) => toMaybe(rememberedItem(rows, model)));
  return [
    ...group(l10n.t('Favourites'), favourites),
    ...group(l10n.t('Recently used'), recent),
    ...rows.connections.flatMap((connection) => connectionItems(rows, connection)),
    ...group(l10n.t('Not listed'), typedItems(rows)),
    ...rows.offers.map((offer) => ({ label: offer.label, alwaysShow: true, offer })),
  ];
}

/** What tells one row from another, however often they are made anew. */
export function keyOf({ label, model }: ModelItem): string {
  return model === undefined ? label : `${model.connection.id}\n${model.info.id}\n${label.startsWith('$(edit)')}`;
}

const toMaybe = (item: ModelItem | undefined): readonly ModelItem[] => (item === undefined ? [] : [item]);

function group(label: string, items: readonly ModelItem[]): readonly ModelItem[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

/** A model that was chosen before; its list, once it is there, knows more of it. */
function rememberedItem(rows: Rows, model: RememberedModel): ModelItem | undefined {
  const connection = rows.connections.find(({ id }) => id === model.connection);
  if (connection === undefined) return undefined;
  const listing = rows.listings.get(connection);
  if (listing?.hidden) return undefined;
  const listed = listing?.problem === undefined ? listing?.infos.find(({ id }) => id === model.info.id) : undefined;
  return itemOf(rows, { connection, info: listed ?? model.info }, standingIn(listing));
}

function connectionItems(rows: Rows, connection: Source): readonly ModelItem[] {
  const listing = rows.listings.get(connection);
  if (listing === undefined || listing.hidden) return [];
  const standing = standingIn(listing);
  const remembered = [...rows.favourites, ...rows.recent].filter((model) => model.connection === connection.id);
  const known = new Set(remembered.map(({ info }) => info.id));
  const problem = listing.problem === undefined ? [] : [problemItem(listing.problem, rows.helpWith(connection))];
  const items = listing.infos
    .filter(({ id }) => !known.has(id))
    .map((info) => itemOf(rows, { connection, info }, standing));
  return group(connection.label, [...problem, ...items]);
}

function standingIn(listing: Listing | undefined): (id: string) => Standing | undefined {
  return standings((listing?.infos ?? []).map(({ id }) => id));
}

/** Rows are cut off after a line, so what is wrong is told in full where it leads to. */
const problemItem = (problem: string, offer: Offer | undefined): ModelItem => ({
  label: l10n.t('$(warning) No list of models'),
  ...(offer === undefined ? {} : { description: offer.label, offer }),
  detail: problem,
});

const standingWords: Readonly<Record<Standing, string>> = { pinned: l10n.t('pinned'), moving: l10n.t('alias, moves') };

function itemOf(rows: Rows, model: NonNullable<ModelItem['model']>, standing: (id: string) => Standing | undefined) {
  const { connection, info: listed } = model;
  const info = rows.catalogue.complete(connection.provider.id, listed);
  const { id, label = id } = info;
  const stands = standing(id);
  const detail = modelDetails(info);
  const isFavourite = rows.favourites.some((other) => isSame(other, { connection: connection.id, info }));
  return {
    label,
    description: [
      label === id ? '' : id,
      stands === undefined ? '' : standingWords[stands],
      connection.label,
      rows.listings.get(connection)?.problem === undefined ? '' : l10n.t('from the catalogue'),
    ]
      .filter(Boolean)
      .join(' · '),
    ...(detail === '' ? {} : { detail }),
    buttons: [isFavourite ? unstar : star],
    model,
  } satisfies ModelItem;
}

const star: QuickInputButton = { iconPath: new ThemeIcon('star-empty'), tooltip: l10n.t('Add to favourites') };
const unstar: QuickInputButton = { iconPath: new ThemeIcon('star-full'), tooltip: l10n.t('Remove from favourites') };

/** The text as the name of a model that no list has, first where one was asked lately; a server of this machine that does not answer is not offered. */
function typedItems({ typed, connections, listings, recent }: Rows): readonly ModelItem[] {
  const id = typed.trim();
  if (id === '') return [];
  const used = recent.map(({ connection }) => connection);
  const rank = (connection: Source) => (used.includes(connection.id) ? used.indexOf(connection.id) : used.length);
  return connections
    .toSorted((a, b) => rank(a) - rank(b))
    .filter((connection) => !connection.provider.local || listings.get(connection)?.infos.length)
    .map((connection) => ({
      label: l10n.t('$(edit) Use “{0}”', id),
      description: connection.label,
      model: { connection, info: { id } },
      alwaysShow: true,
    }));
}
