// Makes src/providers/catalogue.json, the snapshot of what models are like, out of the data of a pinned package:
//
//     npm run catalogue
//
// The package is fetched and unpacked, not installed: its data is all that is needed of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { format } from 'prettier';
import type { CatalogueFile, CatalogueRow } from '../src/providers/catalogue.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const onWindows = process.platform === 'win32';

/** Where the data comes from; a new version is taken by changing both. */
export const source = {
  name: '@earendil-works/pi-ai',
  version: '1.5.2',
  integrity: 'sha512-2tWPSnV3qzfiDIY3aWluBag3vC++Vs+VsXt/UquSU5onPMohPih72FUhIhaqmDdMYubOgB3Byl9uF4Vk40JLvQ==',
};

/** Where the snapshot is kept; the build copies it beside the bundles. */
export const cataloguePath = `${root}src/providers/catalogue.json`;

/** Where a provider's models stand in the source: a file, or a part of one. */
interface Source {
  readonly file: string;
  /** Only the models whose ids match. */
  readonly only?: RegExp;
  /** How the provider writes an id that another host writes differently. */
  readonly rename?: (id: string) => string;
}

/** OpenRouter's models of Cohere, but for its own variants of them. */
const cohere = /^cohere\/[^:]+$/;

/** Bedrock's models without its inference profiles, which the other API does not have. */
const withoutProfile = /^(?!us-gov\.|apac\.|global\.|[a-z]{2}\.)/;

/** Claude's ids on Vertex: https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude */
const dateAfterAt = (id: string) => id.replace(/-(\d{8})$/, '@$1');

/** Our providers by id, those without data left out. Of two sources that know a model the first counts. */
const sources: Readonly<Record<string, readonly Source[]>> = {
  anthropic: [{ file: 'anthropic' }],
  'azure-foundry': [{ file: 'azure' }, { file: 'anthropic' }],
  'azure-openai': [{ file: 'azure' }],
  bedrock: [{ file: 'amazon-bedrock' }],
  'bedrock-mantle': [{ file: 'amazon-bedrock', only: withoutProfile }],
  cerebras: [{ file: 'cerebras' }],
  // OpenRouter passes the maker's price on.
  cohere: [{ file: 'openrouter', only: cohere, rename: (id) => id.slice('cohere/'.length) }],
  deepseek: [{ file: 'deepseek' }],
  fireworks: [{ file: 'fireworks' }],
  gemini: [{ file: 'google' }],
  groq: [{ file: 'groq' }],
  huggingface: [{ file: 'huggingface' }],
  mistral: [{ file: 'mistral' }],
  moonshot: [{ file: 'moonshotai' }],
  openai: [{ file: 'openai' }],
  openrouter: [{ file: 'openrouter' }],
  together: [{ file: 'together' }],
  vertex: [{ file: 'google-vertex' }, { file: 'anthropic', rename: dateAfterAt }],
  xai: [{ file: 'xai' }],
  zai: [{ file: 'zai' }],
};

interface SourceModel {
  readonly id: string;
  readonly type?: string;
  readonly name?: string;
  readonly reasoning?: boolean;
  readonly input?: readonly string[];
  readonly contextWindow?: number;
  readonly maxTokens?: number;
  readonly cost?: { readonly input: number; readonly output: number; readonly cacheRead: number; cacheWrite: number };
  readonly compat?: { readonly supportsTemperature?: boolean };
}

/**
 * The text of the snapshot, the same for the same package. `cached` asks nobody: undefined when npm has not fetched the
 * package on this machine before.
 */
export async function catalogueText(from: 'registry' | 'cached'): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-catalogue-'));
  try {
    return (await fetchSource(folder, from)) ? await textOf(join(folder, 'package')) : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unpacks the source into the folder; false when it is not to be had. Rejects when it is not the one that is pinned. */
async function fetchSource(folder: string, from: 'registry' | 'cached'): Promise<boolean> {
  const { name, version, integrity } = source;
  const args = ['pack', `${name}@${version}`, '--silent', ...(from === 'cached' ? ['--offline'] : [])];
  try {
    await run('npm', args, { cwd: folder, shell: onWindows });
  } catch (error) {
    if (from === 'cached') return false;
    throw error;
  }
  const [tarball = ''] = await readdir(folder);
  const hash = createHash('sha512').update(await readFile(join(folder, tarball)));
  assert.equal(`sha512-${hash.digest('base64')}`, integrity, `${name} ${version} is not what it was.`);
  await run('tar', ['-xzf', tarball], { cwd: folder });
  return true;
}

async function textOf(folder: string): Promise<string> {
  const { license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as { readonly license: string };
  const models: Record<string, readonly CatalogueRow[]> = {};
  for (const [provider, parts] of Object.entries(sources)) models[provider] = await rowsOf(folder, parts);
  const file: CatalogueFile = { source: `${source.name} ${source.version}`, license, models };
  return format(JSON.stringify(file), { parser: 'json', printWidth: 120 });
}

async function rowsOf(folder: string, parts: readonly Source[]): Promise<readonly CatalogueRow[]> {
  const rows = new Map<string, CatalogueRow>();
  for (const { file, only = /^/, rename = (id: string) => id } of parts) {
    const text = await readFile(`${folder}/dist/providers/data/${file}.json`, 'utf8');
    const byApi = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, SourceModel>>>>;
    for (const model of Object.values(byApi).flatMap((models) => Object.values(models))) {
      const id = rename(model.id);
      if (only.test(model.id) && canChat(model) && !rows.has(id)) rows.set(id, rowOf(id, model));
    }
  }
  return [...rows.values()].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Batch variants answer only hours later: https://openrouter.ai/docs/features/batch */
const canChat = ({ id, type }: SourceModel): boolean => type === 'chat' && !id.endsWith(':batch');

function rowOf(id: string, model: SourceModel): CatalogueRow {
  const traits = [
    model.input?.includes('image') ? 'i' : '',
    model.reasoning === true ? 'r' : '',
    model.compat?.supportsTemperature === false ? 't' : '',
  ].join('');
  const { name = id, contextWindow = 0, maxTokens = 0 } = model;
  return [id, name === id ? '' : name, contextWindow, maxTokens, traits, ...priceOf(id, model)];
}

/**
 * The source writes 0 both for what costs nothing and for what nobody knows. Only a model that is called free counts
 * as such; a price for the cache of 0 is never one.
 */
function priceOf(id: string, { cost }: SourceModel): readonly number[] {
  if (cost === undefined) return [];
  if (cost.input === 0 && cost.output === 0) return /[:-]free$/.test(id) ? [0, 0] : [];
  const { input, output, cacheRead, cacheWrite } = cost;
  const prices = [input, output, cacheRead, cacheWrite];
  return prices.slice(0, cacheWrite > 0 ? 4 : cacheRead > 0 ? 3 : 2).map((price) => Number(price.toPrecision(6)));
}

if (import.meta.main) {
  await writeFile(cataloguePath, (await catalogueText('registry')) ?? '');
}
