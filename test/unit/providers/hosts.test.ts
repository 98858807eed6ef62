import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listModels } from '../../../src/llm/calls.ts';
import type { ReasoningEffort, Request } from '../../../src/model/message.ts';
import { connectionFrom, connectionsFrom } from '../../../src/providers/connections.ts';
import { providerById } from '../../../src/providers/lookup.ts';
import { answer, ask, chatStream, endpoint, says, scripted, stops } from '../llm/harness.ts';

const chat = answer(chatStream(says('Hi'), stops('stop')));

for (const baseUrl of [
  'https://abc123.us-east-1.aws.endpoints.huggingface.cloud',
  'https://abc123.us-east-1.aws.endpoints.huggingface.cloud/',
  'https://abc123.us-east-1.aws.endpoints.huggingface.cloud/v1',
  'https://abc123.us-east-1.aws.endpoints.huggingface.cloud/v1/chat/completions',
]) {
  test(`an endpoint at Hugging Face is asked below /v1, given ${baseUrl}`, async () => {
    const connection = connectionFrom('mine', { provider: 'huggingface-endpoint', baseUrl });
    assert.ok(typeof connection !== 'string');
    const { transport, requests } = scripted(chat, answer('{"data":[{"id":"tgi","object":"model"}]}'));
    const to = endpoint(transport, connection);
    await ask(to);
    assert.deepEqual(await listModels(to, new AbortController().signal), [{ id: 'tgi' }]);
    assert.deepEqual(
      requests.map(({ url }) => new URL(url).pathname),
      ['/v1/chat/completions', '/v1/models'],
    );
  });
}

for (const id of ['perplexity', 'zai', 'alibaba']) {
  test(`${id} has models though it lists none, until the user names others`, async () => {
    const own = connectionsFrom({}).find((connection) => connection.id === id);
    const named = connectionFrom('mine', { provider: id, fields: { models: 'one , two' } });
    assert.ok(own !== undefined && typeof named !== 'string');
    const { transport, requests } = scripted(chat);
    const { signal } = new AbortController();
    assert.ok((await listModels(endpoint(transport, own), signal)).length >= 3);
    assert.deepEqual(await listModels(endpoint(transport, named), signal), [{ id: 'one' }, { id: 'two' }]);
    assert.equal(requests.length, 0);
  });
}

const bodyOf = (id: string, request: Partial<Request>): Readonly<Record<string, unknown>> => {
  const provider = providerById(id);
  assert.ok(provider !== undefined);
  const dialect = provider.apis?.['chat'] ?? provider.dialect;
  const asked = { model: 'm', messages: [{ role: 'user', text: 'Hi' } as const], ...request };
  return dialect.encode(asked, { stream: false, cachePrompt: true }).body as Readonly<Record<string, unknown>>;
};

const think = (type: 'enabled' | 'disabled') => ({ thinking: { type } });
const template = (fields: object) => ({ chat_template_kwargs: fields });

for (const [id, model, reasoningEffort, expected] of [
  ['openai', 'gpt-5.5', 'low', { reasoning_effort: 'low' }],
  ['openai', 'gpt-4.1', 'low', {}],
  ['groq', 'openai/gpt-oss-120b', 'none', { reasoning_effort: 'low' }],
  ['groq', 'qwen/qwen3-32b', 'medium', { reasoning_effort: 'default' }],
  ['groq', 'qwen/qwen3-32b', 'none', { reasoning_effort: 'none' }],
  ['groq', 'llama-3.3-70b-versatile', 'high', {}],
  ['mistral', 'mistral-small-latest', 'low', { reasoning_effort: 'high' }],
  ['mistral', 'mistral-medium-2604', 'minimal', { reasoning_effort: 'none' }],
  ['mistral', 'mistral-small-2506', 'high', {}],
  ['mistral', 'codestral-latest', 'high', {}],
  ['xai', 'grok-3-mini', 'medium', { reasoning_effort: 'high' }],
  ['xai', 'grok-4.3', 'none', { reasoning_effort: 'none' }],
  ['xai', 'grok-4.5', 'none', { reasoning_effort: 'low' }],
  ['xai', 'grok-4.7', 'medium', { reasoning_effort: 'medium' }],
  ['xai', 'grok-4.20-0309-reasoning', 'high', {}],
  ['xai', 'grok-4', 'high', {}],
  ['deepseek', 'deepseek-chat', 'none', think('disabled')],
  ['deepseek', 'deepseek-chat', 'medium', { ...think('enabled'), reasoning_effort: 'high' }],
  ['openrouter', 'any/model', 'minimal', { reasoning: { effort: 'minimal' } }],
  ['together', 'openai/gpt-oss-20b', 'minimal', { reasoning_effort: 'low' }],
  ['together', 'deepseek-ai/DeepSeek-V3.1', 'none', { reasoning: { enabled: false } }],
  ['together', 'meta-llama/Llama-3.3-70B', 'high', {}],
  ['perplexity', 'sonar-deep-research', 'low', { reasoning_effort: 'low' }],
  ['perplexity', 'sonar', 'low', {}],
  ['cerebras', 'zai-glm-4.7', 'none', { reasoning_effort: 'none' }],
  ['cerebras', 'zai-glm-4.7', 'high', {}],
  ['cerebras', 'gpt-oss-120b', 'none', { reasoning_effort: 'low' }],
  ['moonshot', 'kimi-k2.6', 'none', think('disabled')],
  ['moonshot', 'moonshot-v1-8k', 'none', {}],
  ['zai', 'glm-5.3', 'none', { reasoning_effort: 'low' }],
  ['zai', 'glm-4.7', 'none', think('disabled')],
  ['alibaba', 'qwen-plus', 'high', { enable_thinking: true }],
  ['alibaba', 'qwen3-coder-plus', 'high', {}],
  ['vllm', 'any', 'none', template({ enable_thinking: false })],
  ['llamacpp', 'any', 'minimal', template({ enable_thinking: true, reasoning_effort: 'low' })],
] as const satisfies readonly (readonly [string, string, ReasoningEffort, object])[]) {
  test(`${id} asks ${model} to think with effort ${reasoningEffort}`, () => {
    const {
      model: _model,
      messages: _messages,
      stream_options: _options,
      ...rest
    } = bodyOf(id, { model, reasoningEffort });
    assert.deepEqual(rest, expected);
  });
}

test('each host is asked for structured answers as it knows them', () => {
  const responseFormat = { name: 'n', schema: { type: 'object' } };
  const kind = (id: string, model: string) =>
    (bodyOf(id, { model, responseFormat })['response_format'] as { readonly type: string }).type;
  assert.equal(kind('groq', 'openai/gpt-oss-20b'), 'json_schema');
  assert.equal(kind('groq', 'llama-3.1-8b-instant'), 'json_object');
  assert.equal(kind('deepseek', 'deepseek-chat'), 'json_object');
  assert.equal(kind('zai', 'glm-4.7'), 'json_object');
  assert.equal(kind('mistral', 'mistral-small-latest'), 'json_schema');
});

test('Kimi’s and GLM’s hosts are not asked to force a call, which they refuse', () => {
  for (const id of ['moonshot', 'zai']) assert.equal(bodyOf(id, { toolChoice: 'required' })['tool_choice'], 'auto');
});
