import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureFromPayload, failureFromResponse } from '../../../src/llm/errorBody.ts';

const inError = (message: string, more: object = {}) => ({ error: { message, ...more } });

/** Who, status, body, headers: as the providers' own pages, tests and users report them. */
const answers: readonly (readonly [string, number, unknown, Readonly<Record<string, string>>?])[] = [
  [
    'OpenAI',
    400,
    inError(
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
      { code: 'context_length_exceeded' },
    ),
  ],
  [
    'OpenAI Responses',
    400,
    inError('Your input exceeds the context window of this model. Please adjust your input and try again.'),
  ],
  [
    'OpenAI, one text',
    400,
    inError("Invalid 'input': string too long. Expected a string with maximum length 10485760, but got 10485761.", {
      code: 'string_above_max_length',
    }),
  ],
  ['Anthropic', 400, inError('prompt is too long: 210000 tokens > 200000 maximum', { type: 'invalid_request_error' })],
  [
    'Anthropic with an answer',
    400,
    inError(
      'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again',
      { type: 'invalid_request_error' },
    ),
  ],
  ['Anthropic, bytes', 413, inError('Request exceeds the maximum size', { type: 'request_too_large' })],
  [
    'Bedrock',
    400,
    { message: 'Input is too long for requested model.' },
    { 'x-amzn-errortype': 'ValidationException:' },
  ],
  [
    'Bedrock, of the model',
    400,
    { message: 'The model returned the following errors: Input is too long for requested model.' },
    { 'x-amzn-errortype': 'ValidationException' },
  ],
  [
    'Bedrock Nova',
    400,
    {
      message:
        'Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.',
    },
    { 'x-amzn-errortype': 'ValidationException' },
  ],
  [
    'Bedrock, the answer',
    400,
    {
      message:
        'The maximum tokens you requested exceeds the model limit of 8192. Try again with a maximum tokens value that is lower than 8192.',
    },
  ],
  [
    'Bedrock Titan',
    400,
    { message: '400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9000' },
  ],
  [
    'Bedrock, characters',
    400,
    { message: 'Malformed input request: expected maxLength: 200000, actual: 300000, please reformat your input' },
  ],
  [
    'Gemini',
    400,
    inError('The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).', {
      status: 'INVALID_ARGUMENT',
    }),
  ],
  [
    'Gemini, without a number',
    400,
    inError('The input token count exceeds the maximum number of tokens allowed 1048576.', {
      status: 'INVALID_ARGUMENT',
    }),
  ],
  [
    'Vertex AI',
    400,
    inError(
      'Unable to submit request because the input token count is 32827 but model only supports up to 32768. Reduce the input token count and try again.',
      { status: 'INVALID_ARGUMENT' },
    ),
  ],
  [
    'Cohere',
    400,
    {
      error_type: 'TOO_MANY_TOKENS',
      message:
        'too many tokens: size limit exceeded by 25836 tokens. Try using shorter or fewer inputs. The limit for this model is 288000 tokens.',
    },
  ],
  [
    'Cohere, older',
    400,
    {
      message: 'too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 6000.',
    },
  ],
  [
    'xAI',
    400,
    { code: 'invalid', error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens." },
  ],
  [
    'Groq',
    400,
    inError('Please reduce the length of the messages or completion.', {
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
    }),
  ],
  [
    'Groq, for a minute',
    413,
    inError(
      'Request too large for model `x` in organization `o` on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size and try again.',
      { code: 'rate_limit_exceeded', type: 'tokens' },
    ),
  ],
  [
    'OpenRouter',
    400,
    inError(
      "This endpoint's maximum context length is 200000 tokens. However, you requested about 2500021 tokens (2500021 of text input).",
      { code: 400 },
    ),
  ],
  [
    'OpenRouter, from behind',
    400,
    inError('Provider returned error', {
      code: 400,
      metadata: { raw: '{"message":"Input is too long for requested model."}' },
    }),
  ],
  [
    'llama.cpp',
    400,
    inError('request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it', {
      code: 400,
      type: 'exceed_context_size_error',
    }),
  ],
  [
    'llama.cpp, older',
    500,
    inError('the request exceeds the available context size. try increasing the context size or enable context shift', {
      type: 'server_error',
    }),
  ],
  [
    'LM Studio',
    400,
    {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input',
    },
  ],
  [
    'LM Studio, older',
    400,
    {
      error:
        'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    },
  ],
  ['Ollama', 400, { error: 'the input length exceeds the context length' }],
  ['Ollama, a prompt', 400, { error: 'prompt too long; exceeded max context length by 20 tokens' }],
  [
    'vLLM',
    400,
    {
      object: 'error',
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4500 in the messages, 500 in the completion).",
      type: 'BadRequestError',
      code: 400,
    },
  ],
  [
    'vLLM, a long prompt',
    400,
    inError('The decoder prompt (length 9000) is longer than the maximum model length of 8192.', {
      type: 'BadRequestError',
    }),
  ],
  [
    'vLLM, an answer',
    400,
    inError(
      "'max_tokens' or 'max_completion_tokens' is too large: 5000. This model's maximum context length is 4096 tokens and your request has 500 input tokens",
    ),
  ],
  [
    'SGLang',
    400,
    { object: 'error', message: 'Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).' },
  ],
  [
    'SGLang, newer',
    400,
    { message: "The input (5000 tokens) is longer than the model's context length (4096 tokens)." },
  ],
  [
    'Text Generation Inference',
    422,
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 500 `max_new_tokens`',
      error_type: 'validation',
    },
  ],
  [
    'Text Generation Inference, a prompt',
    422,
    {
      error: 'Input validation error: `inputs` must have less than 4095 tokens. Given: 5000',
      error_type: 'validation',
    },
  ],
  [
    'Together',
    422,
    inError('Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 8000 and 512.', {
      type: 'invalid_request_error',
    }),
  ],
  [
    'Fireworks',
    400,
    inError('The prompt is too long: 200000, model maximum context length: 131071', { type: 'invalid_request_error' }),
  ],
  [
    'Cerebras',
    400,
    {
      message: 'Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192',
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  ],
  ['Cerebras, no words', 413, ''],
  [
    'Perplexity',
    400,
    inError('User input tokens exceeds 200000 tokens.', { type: 'too_many_prompt_tokens', code: 400 }),
  ],
  [
    'SambaNova',
    400,
    inError("This model's maximum context length is 8192 tokens. However, you requested 9000 tokens", {
      type: 'invalid_request_error',
    }),
  ],
  [
    'DeepSeek',
    400,
    inError(
      "This model's maximum context length is 65536 tokens. However, you requested 1250019 tokens (1250019 in the messages, 0 in the completion).",
      { type: 'invalid_request_error', code: 'invalid_request_error' },
    ),
  ],
  [
    'Moonshot',
    400,
    inError('Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)', {
      type: 'invalid_request_error',
    }),
  ],
  ['Z.AI', 400, inError('Prompt exceeds max length', { code: '1261' })],
  ['MiniMax', 400, inError('invalid params, context window exceeds limit (2013)', { type: 'bad_request_error' })],
  [
    'Mistral',
    400,
    {
      object: 'error',
      message: 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_error',
    },
  ],
  [
    'Alibaba Cloud',
    400,
    inError('<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]', {
      code: 'invalid_parameter_error',
    }),
  ],
  [
    'Azure AI',
    413,
    inError('Request body too large for gpt-4o model. Max size: 8000 tokens.', { code: 'tokens_limit_reached' }),
  ],
  [
    'GitHub Copilot',
    400,
    inError('prompt token count of 100000 exceeds the limit of 64000', { code: 'model_max_prompt_tokens_exceeded' }),
  ],
];

for (const [who, status, body, headers = {}] of answers) {
  test(`${who} says that a prompt is too long`, () => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    assert.equal(failureFromResponse({ status, headers, body: text, nowMs: 0 }).error.kind, 'too-long');
    if (body !== '') assert.equal(failureFromPayload(body, 'interrupted').error.kind, 'too-long');
  });
}

for (const [status, message, kind, code] of [
  [400, 'max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens for claude-x', 'bad-request'],
  [400, 'max_tokens is too large: 100000. This model supports at most 4096 completion tokens', 'bad-request'],
  [
    400,
    "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40",
    'bad-request',
    'string_above_max_length',
  ],
  [429, "This request would exceed your organization's rate limit of 450,000 input tokens per minute", 'rate-limited'],
  [429, 'Rate limit reached: tokens per minute exceeded. Please reduce the prompt length', 'rate-limited'],
  [429, 'Too many tokens, please wait before trying again.', 'rate-limited', 'ThrottlingException'],
  [400, 'The response is too long a way off', 'bad-request'],
] as const) {
  test(`“${message.slice(0, 60)}” is ${kind}`, () => {
    const body = JSON.stringify(inError(message, code === undefined ? {} : { code }));
    assert.equal(failureFromResponse({ status, headers: {}, body, nowMs: 0 }).error.kind, kind);
  });
}
