import type { ErrorFacts } from './errorKind.ts';

const codes =
  /context_length|context_window|too_many_(prompt_)?tokens|exceed_context_size|request_too_large|max_prompt_tokens|tokens_limit_reached/;

/** What is said of a prompt that does not fit, with an example of each; the test has the whole sentences. */
const words: readonly RegExp[] = [
  // OpenAI, OpenRouter, DeepSeek, vLLM, Mistral: "maximum context length". OpenAI's Responses: "exceeds the context window".
  // llama.cpp: "exceeds the available context size". Anthropic: "exceed context limit". Ollama: "the input length exceeds the context length".
  /context (length|window|size|limit)/i,
  // Anthropic: "prompt is too long". Bedrock: "Input is too long for requested model." Groq: "Request too large for model".
  /(prompt|input|request)( body)? (is )?too (long|large)/i,
  // xAI: "maximum prompt length is 131072". vLLM: "longer than the maximum model length". Z.AI: "Prompt exceeds max length".
  /\bmax(imum)? (prompt|input|model|sequence|allowed) length|(prompt|input|tokens) exceeds? max(imum)? length/i,
  // Google: "The input token count (1196265) exceeds the maximum number of tokens allowed". Copilot: "prompt token count
  // of 9 exceeds the limit of 8". Perplexity: "User input tokens exceeds 200000 tokens."
  /tokens? (count )?(\([\d,]+\) |of \d+ )?exceeds?/i,
  // Vertex AI: "the input token count is 32827 but model only supports up to 32768".
  /input token count is \d+ but/i,
  // Groq, Cerebras: "Please reduce the length of the messages or completion."
  /reduce the length/i,
  // Cohere: "too many tokens: size limit exceeded by 25836 tokens." Bedrock: "Too many input tokens."
  /too many (input |prompt )?tokens(: |\.)/i,
  // Bedrock: "The maximum tokens you requested exceeds the model limit of 8192." and "expected maxLength: 200000, actual: 300000".
  /tokens you requested exceeds|expected maxLength: \d/i,
  // Hugging Face and Together: "`inputs` tokens + `max_new_tokens` must be <= 4096", "`inputs` must have less than 4095 tokens".
  /`?inputs`? (tokens \+ `?max_new_tokens`? must be|must have less than \d+ tokens)/i,
  // Moonshot: "Your request exceeded model token limit: 8192".
  /exceeded model token limit/i,
  // Alibaba Cloud: "Range of input length should be [1, 30720]".
  /range of input length should be/i,
];

/** OpenAI says this of a text of any kind that is too long, an id as well as a question. */
const longText = /Invalid '(input|instructions|messages\[\d+\]\.content)\S*': string too long/;

/** True when a prompt did not fit, whichever provider says so. */
export function isTooLong({ status, codes: found, words: said }: ErrorFacts): boolean {
  if (longText.test(said)) return true;
  if (!found.some((code) => codes.test(code)) && !words.some((pattern) => pattern.test(said))) return false;
  // OpenAI, status 429, for a request that can never fit into a minute: "Request too large for gpt-4o in organization
  // org-x on tokens per min (TPM): Limit 30000, Requested 40000."
  return status === 413 || /^request too large/i.test(said) || !isRate(found, said);
}

const isRate = (codes: readonly string[], words: string): boolean =>
  codes.some((code) => /rate_limit|too_many_requests/.test(code)) ||
  /rate limit|per (minute|min|second|hour|day)\b/i.test(words);
