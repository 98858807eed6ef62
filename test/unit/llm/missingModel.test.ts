import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureFromResponse } from '../../../src/llm/errorBody.ts';
import { missingModel } from '../../../src/llm/missingModel.ts';

for (const [words, model, region] of [
  ['The model `gpt-9` does not exist or you do not have access to it.', 'gpt-9'],
  ["The requested model 'gpt-9-chat' does not exist.", 'gpt-9-chat'],
  ['Model not found gpt-9-chat-latest', 'gpt-9-chat-latest'],
  ['model: claude-nine', 'claude-nine'],
  ['models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.', 'gemini-9'],
  [
    'Publisher Model `projects/p-1/locations/us-central1/publishers/google/models/gemini-9` not found.',
    'gemini-9',
    'us-central1',
  ],
  [
    'Publisher Model `projects/p-1/locations/europe-west4/publishers/anthropic/models/claude-nine@20260101` was not found or your project does not have access to it.',
    'claude-nine@20260101',
    'europe-west4',
  ],
  ['Model acme/none-1B does not exist', 'acme/none-1B'],
  ['model "llama9" not found, try pulling it first', 'llama9'],
  ["model 'llama9:7b' not found", 'llama9:7b'],
  ['acme/none:free is not a valid model ID', 'acme/none:free'],
  ["Invalid model 'sonar-mini'. Permitted models can be found in the documentation at https://x.", 'sonar-mini'],
  ['Invalid model: mistral-gigantic', 'mistral-gigantic'],
  ['Unable to access model acme/none. Please visit https://x to view the list of supported models.', 'acme/none'],
] as const) {
  test(`“${words.slice(0, 70)}” names ${model}`, () =>
    assert.deepEqual(missingModel(words), { model, ...(region === undefined ? {} : { region }) }));
}

for (const words of [
  'The model was not found',
  'This model is not available',
  'Model not found in the registry of this server',
  'Model not found, inaccessible, and/or not deployed',
  'The provided model identifier is invalid.',
  "Unsupported value: 'temperature' does not support 0.2 with this model.",
  'Model Not Exist',
  'Invalid model configuration for this account',
  '',
]) {
  test(`“${words}” names none`, () => assert.equal(missingModel(words), undefined));
}

test('the sentence names the model and the region, and what to do next', () => {
  const sentence = (words: string) =>
    failureFromResponse({ status: 404, headers: {}, body: JSON.stringify({ error: { message: words } }), nowMs: 0 }).of(
      'Vertex AI',
      undefined,
    ).error.message;
  assert.equal(
    sentence('Publisher Model `projects/p/locations/us-east5/publishers/google/models/gemini-9` not found.'),
    'Vertex AI has no model “gemini-9” in us-east5 for this account; pick another model or region (status 404).',
  );
  assert.equal(
    sentence('models/gemini-9 is not found for API version v1beta'),
    'Vertex AI has no model “gemini-9” for this account; pick another model (status 404).',
  );
});

test('a missing model is not found, whatever the status', () => {
  for (const body of [
    { error: { message: 'acme/none is not a valid model ID', code: 400 } },
    { error: { message: "Invalid model 'sonar-mini'. See x.", type: 'invalid_model', code: 400 } },
    { object: 'error', message: 'Invalid model: mistral-gigantic', type: 'invalid_model', code: '1500' },
  ])
    assert.equal(
      failureFromResponse({ status: 400, headers: {}, body: JSON.stringify(body), nowMs: 0 }).error.kind,
      'not-found',
    );
});
