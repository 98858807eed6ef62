import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { cataloguePath, catalogueText, source } from '../../../scripts/catalogue.ts';
import { catalogueOf, type CatalogueFile } from '../../../src/providers/catalogue.ts';
import { providerById } from '../../../src/providers/lookup.ts';

const text = await readFile(cataloguePath, 'utf8');
const file = JSON.parse(text) as CatalogueFile;
const catalogue = catalogueOf(file);
const all = Object.keys(file.models).flatMap((provider) =>
  catalogue.models(provider).map((info) => ({ provider, info })),
);

test('it is of the pinned source; `npm run catalogue` brings it up to date', () => {
  assert.equal(file.source, `${source.name} ${source.version}`);
  assert.equal(file.license, 'MIT');
});

test('it is what the source gives, byte for byte, on a machine that has fetched it', async (context) => {
  const made = await catalogueText('cached');
  if (made === undefined) return context.diagnostic(`npm has no ${file.source} in its cache, so nothing was compared`);
  assert.equal(text, made);
});

test('it is small', () => assert.ok(text.length < 120_000, `${text.length}`));

test('each part belongs to a provider of ours and has models, each once', () => {
  for (const [provider, rows] of Object.entries(file.models)) {
    assert.ok(providerById(provider), provider);
    assert.ok(rows.length > 0, provider);
    const ids = rows.map(([id]) => id.toLowerCase());
    assert.equal(new Set(ids).size, ids.length, provider);
  }
});

test('what is said of a model can be true', () => {
  for (const { provider, info } of all) {
    const name = `${provider}, ${info.id}`;
    assert.match(info.id, /^[^\s"]+$/, name);
    assert.notEqual(info.label, '', name);
    for (const size of [info.contextWindow, info.maxOutputTokens])
      assert.ok(size === undefined || (Number.isInteger(size) && size >= 256), name);
    assert.ok((info.contextWindow ?? 0) >= 2_048, name);
  }
});

test('a price is one in dollars for a million tokens, and 0 only for what is called free', () => {
  for (const { provider, info } of all) {
    if (info.price === undefined) continue;
    const name = `${provider}, ${info.id}`;
    for (const price of Object.values(info.price)) assert.ok(price >= 0 && price < 1_000, name);
    assert.equal(info.price.input === 0 && info.price.output === 0, info.id.endsWith('free'), name);
    for (const price of [info.price.cacheRead, info.price.cacheWrite]) assert.notEqual(price, 0, name);
  }
});

test('the makers’ own models are priced', () => {
  for (const provider of ['anthropic', 'openai', 'groq', 'xai', 'deepseek', 'bedrock'])
    for (const info of catalogue.models(provider)) assert.ok(info.price, `${provider}, ${info.id}`);
});
