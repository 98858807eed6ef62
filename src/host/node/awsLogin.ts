import * as l10n from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { awsSecretText } from '../../auth/awsSecret.ts';
import { Failure } from '../../llm/failure.ts';
import { type AwsHome, type AwsProfile, awsProfile } from './awsFiles.ts';

/** Whose credentials are wanted: fields of a connection. */
export interface AwsLoginOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** What is asked for credentials; a test has a machine of its own. */
export interface AwsMachine extends AwsHome {
  now(): number;
}

/** Long enough for a role to be assumed, or a program to ask its server. */
const cliLimitMs = 30_000;

/** Credentials are fetched anew this long before they expire, and after as long when they do not say when. */
const marginMs = 5 * 60_000;

interface Fetched {
  readonly secret: string;
  readonly expiresMs?: number;
}

interface Kept {
  readonly fetched: Promise<Fetched>;
  untilMs: number;
}

/**
 * Fetches credentials as AWS's own tools do, in the form that is signed with: from the environment when no profile is
 * named, else from the shared files, else through the AWS CLI, which knows SSO, roles and credential processes.
 * Rejects with a {@link Failure} that says how to log in. https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function awsLogin(machine: AwsMachine = thisMachine()): (options: AwsLoginOptions) => Promise<string> {
  const kept = new Map<string, Kept>();
  return async (options) =>
    (await plainCredentials(options, machine)) ?? (await keptCredentials(options, machine, kept)).secret;
}

/** {@link awsLogin} on this machine. */
export const awsCredentials = awsLogin();

/** Those that stand somewhere to be read. */
async function plainCredentials({ profile }: AwsLoginOptions, machine: AwsMachine): Promise<string | undefined> {
  const { environment } = machine;
  if (!profile) {
    const own = secretOf(
      environment['AWS_ACCESS_KEY_ID'],
      environment['AWS_SECRET_ACCESS_KEY'],
      environment['AWS_SESSION_TOKEN'],
    );
    if (own !== undefined) return own;
  }
  const name = profile || environment['AWS_PROFILE'] || 'default';
  const settings = await awsProfile(name, machine);
  if (settings === undefined && name !== 'default')
    throw new Failure({
      kind: 'no-key',
      reason: l10n.t(
        '{0} finds no AWS profile “{1}” on this machine; correct the name, or run “aws configure sso --profile {1}”',
        '{0}',
        name,
      ),
    });
  if (settings === undefined || isBeyondKeys(settings)) return undefined;
  return secretOf(settings['aws_access_key_id'], settings['aws_secret_access_key'], settings['aws_session_token']);
}

/** Where these stand beside keys, the keys only serve to get others, or nothing at all. */
const isBeyondKeys = (settings: AwsProfile): boolean =>
  Object.keys(settings).some((key) =>
    /^(role_arn|web_identity_token_file|sso_(session|start_url|account_id))$/.test(key),
  );

function secretOf(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string): string | undefined {
  if (!accessKeyId || !secretAccessKey) return undefined;
  return awsSecretText({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) });
}

/** One call of the CLI at a time and profile, and none while what it gave is good. */
async function keptCredentials(
  options: AwsLoginOptions,
  machine: AwsMachine,
  kept: Map<string, Kept>,
): Promise<Fetched> {
  const id = JSON.stringify([options.profile, options.region]);
  const known = kept.get(id);
  if (known !== undefined && machine.now() < known.untilMs) return known.fetched;
  const fresh: Kept = { fetched: fromCli(options, machine), untilMs: Infinity };
  kept.set(id, fresh);
  try {
    const { expiresMs } = await fresh.fetched;
    fresh.untilMs = expiresMs === undefined ? machine.now() + marginMs : expiresMs - marginMs;
  } catch {
    kept.delete(id);
  }
  return fresh.fetched;
}

/** https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html */
function fromCli({ profile, region }: AwsLoginOptions, { environment }: AwsMachine): Promise<Fetched> {
  const named = profile ? ['--profile', profile] : [];
  const args = ['configure', 'export-credentials', '--format', 'process', ...named];
  const env = { ...environment, ...(region ? { AWS_REGION: region } : {}), AWS_PAGER: '' };
  return new Promise((resolve, reject) => {
    execFile('aws', args, { env, timeout: cliLimitMs, windowsHide: true }, (error, stdout, stderr) => {
      const fetched = error === null ? credentialsIn(stdout) : undefined;
      if (fetched === undefined) reject(cliFailure(error, stderr, profile || environment['AWS_PROFILE']));
      else resolve(fetched);
    });
  });
}

function credentialsIn(stdout: string): Fetched | undefined {
  try {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(stdout) as Record<string, string>;
    const secret = secretOf(AccessKeyId, SecretAccessKey, SessionToken);
    const expiresMs = Date.parse(Expiration ?? '');
    return secret === undefined ? undefined : { secret, ...(Number.isNaN(expiresMs) ? {} : { expiresMs }) };
  } catch {
    return undefined;
  }
}

type CliError = { readonly code?: unknown; readonly killed?: boolean } | null;

function cliFailure(error: CliError, stderr: string, profile: string | undefined): Failure {
  const detail = stderr.trim() === '' ? {} : { detail: stderr.trim() };
  const suffix = profile ? ` --profile ${profile}` : '';
  if (error?.code === 'ENOENT')
    return new Failure({
      kind: 'no-key',
      reason: l10n.t(
        '{0} finds no AWS credentials on this machine; install the AWS CLI and log in with it, or paste a Bedrock API key or access keys instead',
      ),
    });
  if (error?.killed === true)
    return new Failure({
      kind: 'timeout',
      reason: l10n.t(
        '{0} waited {1} seconds for the AWS CLI to give credentials; run “aws sts get-caller-identity{2}” to see what it waits for',
        '{0}',
        cliLimitMs / 1_000,
        suffix,
      ),
    });
  if (/invalid choice|unknown options|^usage:/im.test(stderr))
    return new Failure({
      kind: 'no-key',
      reason: l10n.t(
        '{0} needs version 2.9 or later of the AWS CLI to use its login; update it, or paste access keys instead',
      ),
      ...detail,
    });
  if (/expired|sso|reauthenticate|log ?in/i.test(stderr)) {
    const command = /\baws login\b/.test(stderr) ? 'aws login' : 'aws sso login';
    return new Failure({
      kind: 'unauthorized',
      reason: l10n.t('{0} needs you to log in to AWS again; run “{1}{2}” in a terminal', '{0}', command, suffix),
      ...detail,
    });
  }
  return new Failure({
    kind: 'no-key',
    reason: l10n.t(
      '{0} got no credentials from the AWS CLI; run “aws configure{1}” or “aws sso login{1}” in a terminal',
      '{0}',
      suffix,
    ),
    ...detail,
  });
}

function thisMachine(): AwsMachine {
  return { environment: process.env, home: homedir(), now: () => Date.now() };
}
