import * as l10n from '@vscode/l10n';
import { bearer } from '../auth/apiKey.ts';
import type { Field, FieldValues, KeySource, Login } from '../llm/provider.ts';

/** What Azure's hosts have in common: a resource is known by its name, and its models by those of their deployments. */
export const azureFields: readonly Field[] = [
  {
    id: 'resource',
    label: l10n.t('Resource'),
    placeholder: 'my-resource',
    description: l10n.t('The name of the resource: in its endpoint what stands before the first dot.'),
    pattern: /^[a-z\d][a-z\d-]{0,62}[a-z\d]$/i,
    environment: ['AZURE_RESOURCE_NAME', 'AZURE_OPENAI_RESOURCE'],
  },
  {
    id: 'deployments',
    label: l10n.t('Deployments'),
    placeholder: 'gpt-5, gpt-4.1-mini',
    description: l10n.t(
      'The names that the models were deployed under, separated by commas; they stand among the deployments of the resource.',
    ),
    pattern: /^[\w.-]{1,64}(\s*,\s*[\w.-]{1,64})*$/,
    environment: ['AZURE_OPENAI_DEPLOYMENT', 'AZURE_OPENAI_DEPLOYMENT_NAME'],
  },
  {
    id: 'apiVersion',
    label: l10n.t('API version'),
    placeholder: '2024-10-21',
    description: l10n.t(
      'Only for what is not served without one: the date in an older endpoint, after “api-version=”.',
    ),
    optional: true,
    pattern: /^20\d\d-\d\d-\d\d(-preview)?$/,
  },
  {
    id: 'tenant',
    label: l10n.t('Tenant'),
    placeholder: 'contoso.onmicrosoft.com',
    description: l10n.t('Only for a Microsoft account that knows several: the directory that the resource belongs to.'),
    optional: true,
    forLogin: 'microsoft',
    pattern: /^[a-z\d][a-z\d.-]*$/i,
    environment: ['AZURE_TENANT_ID'],
  },
];

/** Keys stand beside the endpoint of a resource. */
export const azureKey = (...environment: readonly string[]): KeySource => ({
  page: 'https://ai.azure.com/',
  environment,
});

/** https://learn.microsoft.com/azure/ai-foundry/openai/how-to/managed-identity */
export const azureLogins: readonly Login[] = [
  {
    id: 'microsoft',
    label: l10n.t('Microsoft account'),
    description: l10n.t('The editor’s own account; it needs the role “Cognitive Services OpenAI User”.'),
    source: 'microsoft',
    sign: bearer,
  },
];

export const azureReasons = {
  'not-found': l10n.t(
    '{0} knows no such deployment; check its name, the resource and the API version; a new one takes up to five minutes to answer',
  ),
  unauthorized: l10n.t('{0} did not accept the key or the account; check that it belongs to this resource'),
  forbidden: l10n.t(
    '{0} does not allow that; check the roles of the account, and whether the resource lets in requests from this network',
  ),
} as const;

/** The domains of Azure's clouds: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure */
const hosts = /^([a-z\d-]+)\.((?:openai|cognitiveservices)\.azure\.(?:com|us|cn)|services\.ai\.azure\.(?:com|us|cn))$/i;

/** A resource's own page in the portals has the id of the resource in its fragment or query. */
const page = /^https:\/\/(?:portal|ai)\.azure\.com\/.*\/Microsoft\.CognitiveServices\/accounts\/([a-z\d-]+)/i;

/** A resource's address as its pages show it, with whatever of a deployment and a version stands in it. */
export interface AzureAddress {
  readonly values: FieldValues;
  readonly domain: string;
  readonly origin: string;
}

/** Takes apart an endpoint copied from the portal, or the portal's own address; undefined when it is none of Azure's. */
export function azureAddress({ href, origin, hostname, pathname, searchParams }: URL): AzureAddress | undefined {
  const shown = page.exec(href.replaceAll(/%2f/gi, '/'))?.[1];
  if (shown !== undefined) return { values: { resource: shown }, domain: 'openai.azure.com', origin };
  const [, resource, domain] = hosts.exec(hostname) ?? [];
  if (resource === undefined || domain === undefined) return undefined;
  const deployment = /\/deployments\/([^/]+)/.exec(pathname)?.[1];
  const version = /^\d{4}-.*/.exec(searchParams.get('api-version') ?? '')?.[0];
  return {
    values: {
      resource,
      ...(deployment === undefined ? {} : { deployments: deployment }),
      ...(version === undefined ? {} : { apiVersion: version }),
    },
    domain,
    origin,
  };
}
