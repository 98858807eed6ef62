import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gemini } from '../../../src/wire/gemini.ts';
import { vertexGemini } from '../../../src/wire/vertex.ts';

test('the list of Google AI: what it knows of models that chat', () => {
  const methods = ['generateContent', 'countTokens'];
  const models = gemini().models({
    models: [
      {
        name: 'models/gemini-2.5-flash',
        displayName: 'Gemini 2.5 Flash',
        inputTokenLimit: 1_048_576,
        outputTokenLimit: 65_536,
        thinking: true,
        supportedGenerationMethods: methods,
      },
      { name: 'models/gemma-3-27b-it', supportedGenerationMethods: methods, inputTokenLimit: 'many' },
      { name: 'tunedModels/mine', displayName: 'Mine', supportedGenerationMethods: methods },
      { name: 'models/gemini-2.5-flash-image', supportedGenerationMethods: methods },
      { name: 'models/gemini-2.5-flash-preview-tts', supportedGenerationMethods: methods },
      { name: 'models/gemini-embedding-001', supportedGenerationMethods: ['embedContent'] },
      { name: 'models/veo-3', supportedGenerationMethods: ['predictLongRunning'] },
      'nonsense',
    ],
  });
  assert.deepEqual(models, [
    {
      id: 'gemini-2.5-flash',
      label: 'Gemini 2.5 Flash',
      contextWindow: 1_048_576,
      maxOutputTokens: 65_536,
      reasoning: true,
    },
    { id: 'gemma-3-27b-it' },
    { id: 'tunedModels/mine', label: 'Mine' },
  ]);
});

test('the list of Vertex AI: names only', () => {
  const names = ['gemini-2.5-pro', 'imagegeneration', 'text-embedding-005', 'gemini-2.5-flash-image', 'gemini-2.5-pro'];
  const publisherModels = names.map((name) => ({ name: `publishers/google/models/${name}`, launchStage: 'GA' }));
  assert.deepEqual(vertexGemini().models({ publisherModels }), [{ id: 'gemini-2.5-pro' }]);
});

test('an account without models has none, and an error is no list', () => {
  assert.deepEqual(gemini().models({}), []);
  const error = { error: { code: 403, message: 'Vertex AI API has not been used', status: 'PERMISSION_DENIED' } };
  assert.throws(() => gemini().models(error), { name: 'Failure' });
  assert.throws(() => gemini().models('<html>'), { name: 'Failure' });
});
