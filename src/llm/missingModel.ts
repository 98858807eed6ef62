const letters = '[\\w.:@/~-]{1,160}?';
const name = `[\`'"“]?(?!(?:is|was|does|has|not|in|for)\\b)(${letters})[\`'"”]?`;
const quoted = `[\`'"“](${letters})[\`'"”]`;

/** How providers say that there is no such model, with its name. */
const sentences: readonly RegExp[] = [
  // OpenAI, Groq, vLLM: "The model `x` does not exist or you do not have access to it." Hugging Face: "Model x does not
  // exist". Ollama: "model 'x' not found". Vertex AI: "Publisher Model `projects/p/locations/r/publishers/google/models/x`
  // not found." or "… was not found or your project does not have access to it."
  new RegExp(`\\bmodel:? ${name} (?:does not exist|is not available|(?:was |is )?not found)`, 'i'),
  // Google: "models/x is not found for API version v1beta".
  new RegExp(`\\bmodels/${name} is not found`, 'i'),
  // OpenAI's Responses: "Model not found x".
  new RegExp(`\\bmodel not found:? ${name}[.,;]?$`, 'i'),
  // Perplexity: "Invalid model 'x'. Permitted models can be found in …"
  new RegExp(`\\binvalid model:? ${quoted}`, 'i'),
  // Mistral: "Invalid model: x". Together: "Unable to access model x. Please visit …"
  new RegExp(`\\b(?:invalid model:|unable to access model) ${name}(?=[.,;]?(?:\\s|$))`, 'i'),
  // OpenRouter: "x is not a valid model ID".
  new RegExp(`^${name} is not a valid model id`, 'i'),
  // Anthropic: "model: x".
  new RegExp(`^model: ${name}$`, 'i'),
];

/** The model that a provider says it does not have, and the region it looked in, as far as it names them. */
export function missingModel(words: string): { readonly model: string; readonly region?: string } | undefined {
  const path = sentences.map((sentence) => sentence.exec(words)?.[1]).find((found) => found !== undefined);
  if (path === undefined) return undefined;
  const region = /\/locations\/([\w-]+)\//.exec(path)?.[1];
  const model = region === undefined ? path : path.slice(path.lastIndexOf('/') + 1);
  return { model, ...(region === undefined ? {} : { region }) };
}
