import { googleSign } from '../auth/googleSign.ts';
import type { Dialect, Provider } from '../llm/provider.ts';
import { joinUrl } from '../llm/url.ts';
import { vertexClaude, vertexGemini, vertexMistral, vertexOpen } from '../wire/vertex.ts';

const sign = googleSign();

/** Who makes a model, told by its name or path: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/use-partner-models */
const makers: readonly { readonly models: RegExp; readonly dialect: Dialect }[] = [
  { models: /(^|\/)claude-/, dialect: vertexClaude() },
  { models: /(^|\/)(mistral|ministral|codestral|magistral|devstral)[^/]*$/, dialect: vertexMistral() },
  {
    models: /^(publishers\/(?!google\/)|(?!google\/|publishers\/|projects\/|endpoints\/|models\/)[^/]+\/)/,
    dialect: vertexOpen(),
  },
];

/** https://docs.cloud.google.com/vertex-ai/generative-ai/docs/learn/locations */
function hostOf(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  const isMultiRegion = location === 'us' || location === 'eu';
  return isMultiRegion ? `aiplatform.${location}.rep.googleapis.com` : `${location}-aiplatform.googleapis.com`;
}

/** Google Cloud: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
export const vertex = {
  id: 'vertex',
  label: 'Google Vertex AI',
  dialect: vertexGemini(),
  dialectFor: (model) => makers.find(({ models }) => models.test(model))?.dialect,
  fields: [
    {
      id: 'project',
      label: 'Project ID',
      placeholder: 'my-project-123456',
      description: 'ID of the Google Cloud project that pays; only an API key of the express mode does without.',
      optional: true,
      pattern: /^([a-z0-9.-]+:)?[a-z0-9][a-z0-9-]*$/,
      environment: ['GOOGLE_CLOUD_PROJECT', 'GOOGLE_VERTEX_PROJECT', 'ANTHROPIC_VERTEX_PROJECT_ID'],
    },
    {
      id: 'location',
      label: 'Location',
      placeholder: 'us-central1',
      description:
        'Where the models run: “global”, a multi-region (“us”, “eu”) or a region. Not every model is everywhere.',
      initial: 'global',
      pattern: /^[a-z]+(-[a-z]+\d+)?$/,
      environment: ['GOOGLE_CLOUD_LOCATION', 'GOOGLE_VERTEX_LOCATION', 'CLOUD_ML_REGION'],
    },
  ],
  baseUrlFrom: ({ location = 'global' }) => `https://${hostOf(location)}/v1beta1`,
  // The list of models is the same for all projects and has no project in its address.
  requestUrl({ baseUrl, path, values: { project, location = 'global' } }) {
    return joinUrl(baseUrl, project ? `/projects/${project}/locations/${location}${path}` : path);
  },
  key: {
    page: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
    prompt: 'the JSON key of a service account, the whole file, or an API key',
    environment: ['GOOGLE_VERTEX_API_KEY', 'VERTEX_API_KEY'],
    form: 'google',
  },
  sign,
  logins: [
    {
      id: 'google',
      label: 'gcloud',
      description: 'This machine’s credentials; made by “gcloud auth application-default login”.',
      source: 'google',
      sign,
    },
  ],
  preferredModels: ['gemini-3.8-flash', 'gemini-3', 'gemini-2.5-flash', 'gemini'],
  contextWindow: 1_048_576,
} satisfies Provider;
