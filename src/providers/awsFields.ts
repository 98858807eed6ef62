import * as l10n from '@vscode/l10n';
import type { Field, FieldValues, Login } from '../llm/provider.ts';
import { awsAuth } from '../auth/awsAuth.ts';

/** Which of AWS's data centres is asked. */
export const regionField: Field = {
  id: 'region',
  label: l10n.t('AWS region'),
  placeholder: 'us-east-1',
  description: l10n.t('Where your models are enabled; the AWS console shows it at the top right.'),
  initial: 'us-east-1',
  pattern: /^[a-z]{2,3}(-[a-z]+){1,2}-\d{1,2}$/,
  environment: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
};

/** Which of the profiles of the AWS CLI the login uses. */
export const profileField: Field = {
  id: 'profile',
  label: l10n.t('AWS profile'),
  placeholder: 'default',
  description: l10n.t('The profile of ~/.aws/config to use; without one, what the AWS CLI would use.'),
  optional: true,
  forLogin: 'aws',
  pattern: /^[\w+=,.@:/][\w+=,.@:/ -]*$/,
  environment: ['AWS_PROFILE'],
};

/** What the region is called in addresses and signatures. */
export const regionOf = ({ region = 'us-east-1' }: FieldValues): string => region;

/** Host of one of AWS's services, whose domain is another in China: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const awsUrl = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** What an address tells of where a service is asked. */
export interface AwsAddress {
  readonly values: { readonly region: string };
  /** Where it is another than {@link awsUrl} says, for instance an endpoint inside a private network. */
  readonly baseUrl?: string;
}

/** Takes apart an address of a service itself, or of its pages in the AWS console; undefined for any other. */
export function readAwsAddress(
  service: string,
  { hostname, origin, pathname, searchParams }: URL,
): AwsAddress | undefined {
  const name = service.replaceAll('.', '\\.');
  const [, region] =
    new RegExp(`^(?:[\\w-]+\\.)?${name}(?:-fips)?\\.([\\w-]+)\\.(?:vpce\\.)?amazonaws\\.com(?:\\.cn)?$`).exec(
      hostname,
    ) ?? [];
  if (region !== undefined && regionField.pattern.test(region))
    return { values: { region }, ...(origin === awsUrl(service, region) ? {} : { baseUrl: origin }) };
  const page = /^(?:([\w-]+)\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn)$/.exec(hostname);
  const shown = searchParams.get('region') ?? page?.[1] ?? '';
  const isOwn = pathname.startsWith(`/${service.replace(/^runtime\.|-runtime$/, '')}`);
  return page !== null && isOwn && regionField.pattern.test(shown) ? { values: { region: shown } } : undefined;
}

/** The login of the AWS CLI, signing for one service. */
export const awsLogin = (service: string): Login => ({
  id: 'aws',
  label: l10n.t('AWS login of this machine'),
  description: l10n.t('That of the AWS CLI: environment, ~/.aws, SSO and roles; renew it with “aws sso login”.'),
  source: 'aws',
  sign: awsAuth({ service }),
});

/** What to do next when AWS refuses, beyond what its own words say. */
export const awsReasons = {
  unauthorized: l10n.t(
    '{0} did not accept the credentials; replace them, log in again with “aws sso login” if they expired, and check this machine’s clock',
  ),
  forbidden: l10n.t(
    '{0} does not allow that with these credentials; request access to the model in the Bedrock console, and check the permission and the region',
  ),
  'not-found': l10n.t(
    '{0} has no such model in this region, or not under this id; pick one from the list, where newer models begin with a geography such as “us.”',
  ),
} as const;
