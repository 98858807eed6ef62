import type { Input, ModelInfo } from '../llm/provider.ts';
import { likelyNames, versionOf } from './modelNames.ts';

/**
 * One model of the snapshot: id, label (empty when it is the id), context window, most output (0 when unknown), traits,
 * then the price for a million tokens of input, output, cache read and cache write as far as it is known. Traits are
 * `i` takes images, `r` can reason, `t` takes no temperature.
 */
export type CatalogueRow = readonly [
  id: string,
  label: string,
  contextWindow: number,
  maxOutputTokens: number,
  traits: string,
  ...price: readonly number[],
];

/** The snapshot that `npm run catalogue` makes, by provider. */
export interface CatalogueFile {
  readonly source: string;
  readonly license: string;
  readonly models: Readonly<Record<string, readonly CatalogueRow[]>>;
}

/** What is known of models beside what their providers' lists say. */
export interface Catalogue {
  /** All models of a provider, for when it has no list to give. */
  models(provider: string): readonly ModelInfo[];
  /** A listed model with its gaps filled; one that is not known stays as it is. */
  complete(provider: string, listed: ModelInfo): ModelInfo;
}

/** Knows nothing. */
export const emptyCatalogue: Catalogue = { models: () => [], complete: (_provider, listed) => listed };

/** Reads a snapshot; a provider's part of it only when it is asked for. */
export function catalogueOf({ models }: CatalogueFile): Catalogue {
  const sections = new Map<string, Section>();
  const sectionOf = (provider: string): Section => {
    const section = sections.get(provider) ?? readSection(Object.hasOwn(models, provider) ? models[provider] : []);
    sections.set(provider, section);
    return section;
  };
  return {
    models: (provider) => [...sectionOf(provider).byId.values()],
    complete: (provider, listed) => ({ ...find(sectionOf(provider), listed.id), ...listed }),
  };
}

interface Section {
  readonly byId: ReadonlyMap<string, ModelInfo>;
  /** The only dated version there is of a model, by the model's undated id. */
  readonly onlyVersion: ReadonlyMap<string, ModelInfo | undefined>;
}

function readSection(rows: readonly CatalogueRow[] = []): Section {
  const byId = new Map<string, ModelInfo>();
  const onlyVersion = new Map<string, ModelInfo | undefined>();
  for (const row of rows) {
    const info = infoOf(row);
    byId.set(info.id.toLowerCase(), info);
    const version = versionOf(info.id.toLowerCase());
    if (version?.exact) onlyVersion.set(version.of, onlyVersion.has(version.of) ? undefined : info);
  }
  return { byId, onlyVersion };
}

function infoOf([id, label, contextWindow, maxOutputTokens, traits, ...price]: CatalogueRow): ModelInfo {
  const [input, output, cacheRead, cacheWrite] = price;
  const inputs: readonly Input[] = traits.includes('i') ? ['image'] : [];
  return {
    id,
    ...(label === '' ? {} : { label }),
    ...(contextWindow === 0 ? {} : { contextWindow }),
    ...(maxOutputTokens === 0 ? {} : { maxOutputTokens }),
    inputs,
    reasoning: traits.includes('r'),
    ...(traits.includes('t') ? { temperature: false } : {}),
    ...(input === undefined || output === undefined
      ? {}
      : {
          price: {
            input,
            output,
            ...(cacheRead ? { cacheRead } : {}),
            ...(cacheWrite ? { cacheWrite } : {}),
          },
        }),
  };
}

/**
 * What is known of the model with this id. Under another id than its own it keeps neither label, which would hide the
 * difference, nor price where that can be another one.
 */
function find({ byId, onlyVersion }: Section, id: string): Partial<ModelInfo> {
  // Of a dated model no other version will do.
  const isDated = versionOf(id.toLowerCase()) !== undefined;
  for (const { name, samePrice } of likelyNames(id.toLowerCase())) {
    const info = byId.get(name) ?? (isDated ? undefined : onlyVersion.get(name));
    if (info === undefined) continue;
    if (info.id.toLowerCase() === id.toLowerCase()) return info;
    const { label: _label, price, ...facts } = info;
    return samePrice && price !== undefined ? { ...facts, price } : facts;
  }
  return {};
}
