import type { ModelInfo } from '../llm/provider.ts';
import { versionOf } from './modelNames.ts';

/** Whether a model's id always means the same model, or another one some day; undefined when the id does not tell. */
export type Standing = 'pinned' | 'moving';

/** Names that say of themselves that they move, such as `mistral-large-latest` and OpenRouter's `~openai/gpt-latest`. */
const movingName = /[-/]latest$|^~/;

/** Tells the standing of each model of a list: one with a date is pinned, an id that the list also has dated moves. */
export function standings(ids: readonly string[]): (id: string) => Standing | undefined {
  const versions = ids.map(versionOf).filter((version) => version?.exact);
  const models = new Set(versions.map((version) => version?.of));
  return (id) => {
    if (versionOf(id) !== undefined) return 'pinned';
    return movingName.test(id) || models.has(id) ? 'moving' : undefined;
  };
}

/**
 * The model of a list to begin with: the first of the preferences that the list has, as exactly this id or else as the
 * beginning of one; where the list also has it dated, its newest version, which will not change under the user.
 */
export function preferredModel(list: readonly ModelInfo[], preferences: readonly string[]): ModelInfo | undefined {
  const found = preferences
    .map((start) => list.find(({ id }) => id === start) ?? list.find(({ id }) => id.startsWith(start)))
    .find((info) => info !== undefined);
  return found === undefined ? list[0] : (newestVersion(found.id, list) ?? found);
}

function newestVersion(id: string, list: readonly ModelInfo[]): ModelInfo | undefined {
  const isLatest = id.endsWith('-latest');
  const of = versionOf(id)?.of ?? id.replace(/-latest$/, '');
  const versions = list.flatMap((info) => {
    const version = versionOf(info.id);
    return version?.of === of && (version.exact || isLatest) ? [{ info, date: version.date }] : [];
  });
  return versions.toSorted((a, b) => (a.date < b.date ? 1 : -1))[0]?.info;
}
