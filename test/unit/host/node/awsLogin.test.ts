import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { awsLogin, type AwsMachine } from '../../../../src/host/node/awsLogin.ts';
import { Failure } from '../../../../src/llm/failure.ts';

const root = await mkdtemp(join(tmpdir(), 'parley-aws-'));
after(() => rm(root, { recursive: true }));

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const plain = JSON.stringify(keys);
const process1 = { Version: 1, AccessKeyId: 'ASIACLI', SecretAccessKey: 'cli-secret', SessionToken: 'cli-token' };
const fromCli = JSON.stringify({ accessKeyId: 'ASIACLI', secretAccessKey: 'cli-secret', sessionToken: 'cli-token' });

interface World {
  readonly credentials?: string;
  readonly config?: string;
  /** What the `aws` of this machine does, in shell; without it there is none. */
  readonly cli?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

let worlds = 0;

/** A machine with a home and an `aws` of its own, and the calls of it. */
async function machineOf({ credentials, config, cli, environment = {} }: World) {
  const home = join(root, `home${worlds++}`);
  const bin = join(home, 'bin');
  await mkdir(join(home, '.aws'), { recursive: true });
  await mkdir(bin);
  if (credentials !== undefined) await writeFile(join(home, '.aws/credentials'), credentials);
  if (config !== undefined) await writeFile(join(home, '.aws/config'), config);
  if (cli !== undefined) {
    await writeFile(join(bin, 'aws'), `#!/bin/sh\necho "$@" "$AWS_REGION" >> "${home}/calls"\n${cli}\n`);
    await chmod(join(bin, 'aws'), 0o755);
  }
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  // `sh` must be found, and no `aws` that this machine may have.
  const path = cli === undefined ? bin : [bin, '/bin', '/usr/bin', dirname(process.execPath)].join(delimiter);
  const machine: AwsMachine = { environment: { PATH: path, HOME: home, ...environment }, home, now: () => clock.nowMs };
  const calls = async () =>
    (await readFile(join(home, 'calls'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return { machine, home, clock, calls };
}

async function refused(work: Promise<string>): Promise<Failure> {
  const failure: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  assert.ok(failure instanceof Failure, String(failure));
  return failure;
}

const printing = (json: object): string => `echo '${JSON.stringify(json)}'`;

const failing = (words: string): string => `echo "${words}" >&2; exit 255`;

const section = (name: string): string =>
  `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key=${keys.secretAccessKey}\n`;

test('the environment comes first when no profile is named', async () => {
  const environment = { AWS_ACCESS_KEY_ID: 'ASIAENV', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
  const { machine } = await machineOf({ credentials: section('default') + section('work'), environment });
  const credentials = awsLogin(machine);
  assert.equal(await credentials({}), '{"accessKeyId":"ASIAENV","secretAccessKey":"s","sessionToken":"t"}');
  assert.equal(await credentials({ profile: 'work' }), plain);
});

for (const [name, world, options] of [
  ['the credentials file', { credentials: `# mine\r\n\r\n${section('default').replaceAll('\n', '\r\n')}` }, {}],
  [
    'a profile of the credentials file',
    { credentials: `[default]\naws_access_key_id=x\n${section('work')}` },
    { profile: 'work' },
  ],
  ['the configuration', { config: section('default') }, {}],
  ['a profile of the configuration', { config: `[sso-session x]\n${section('profile work')}` }, { profile: 'work' }],
  [
    'the profile that the environment names',
    { credentials: section('work'), environment: { AWS_PROFILE: 'work' } },
    {},
  ],
] as const) {
  test(`keys in ${name}`, async () => {
    const { machine, calls } = await machineOf({ ...world, cli: failing('not asked') });
    assert.equal(await awsLogin(machine)(options), plain);
    assert.deepEqual(await calls(), []);
  });
}

test('files at other places', async () => {
  const { machine, home } = await machineOf({});
  await writeFile(join(home, 'elsewhere'), section('default'));
  const environment = { ...machine.environment, AWS_SHARED_CREDENTIALS_FILE: '~/elsewhere' };
  assert.equal(await awsLogin({ ...machine, environment })({}), plain);
});

test('a profile with a role is the CLI’s, even where it holds keys', async () => {
  const config = `${section('profile work')}role_arn = arn:aws:iam::123456789012:role/x\n`;
  const { machine, calls } = await machineOf({ config, cli: printing(process1) });
  assert.equal(await awsLogin(machine)({ profile: 'work', region: 'eu-west-1' }), fromCli);
  assert.deepEqual(await calls(), ['configure export-credentials --format process --profile work eu-west-1']);
});

test('what the CLI gave is used until shortly before it expires, and asked for once at a time', async () => {
  const expiring = { ...process1, Expiration: '2026-01-01T01:00:00+00:00' };
  const { machine, clock, calls } = await machineOf({ cli: printing(expiring) });
  const credentials = awsLogin(machine);
  assert.deepEqual(await Promise.all([credentials({}), credentials({})]), [fromCli, fromCli]);
  clock.nowMs += 54 * 60_000;
  await credentials({});
  assert.equal((await calls()).length, 1);
  clock.nowMs += 2 * 60_000;
  await credentials({});
  assert.equal((await calls()).length, 2);
});

test('a failure is not kept', async () => {
  const cli = `if [ -e "$HOME/in" ]; then ${printing(process1)}; else touch "$HOME/in"; ${failing('Error when retrieving token from sso: Token has expired and refresh failed')}; fi`;
  const { machine } = await machineOf({ cli });
  const credentials = awsLogin(machine);
  assert.equal((await refused(credentials({}))).error.kind, 'unauthorized');
  assert.equal(await credentials({}), fromCli);
});

for (const [name, cli, kind, words] of [
  [
    'an expired SSO login',
    failing('Error when retrieving token from sso: Token has expired and refresh failed'),
    'unauthorized',
    /run “aws sso login --profile work”/,
  ],
  [
    'an expired console login',
    failing("Your session has expired. Please reauthenticate using 'aws login'."),
    'unauthorized',
    /run “aws login --profile work”/,
  ],
  ['an old CLI', failing('aws: error: argument subcommand: Invalid choice'), 'no-key', /2\.9 or later/],
  ['no credentials', failing('Unable to locate credentials'), 'no-key', /run “aws configure --profile work”/],
  ['nonsense', 'echo hello', 'no-key', /got no credentials/],
  ['no CLI', undefined, 'no-key', /install the AWS CLI.*paste a Bedrock API key/],
] as const) {
  test(`${name}: says what to do`, async () => {
    const world = { config: '[profile work]\nsso_session = x\n', ...(cli === undefined ? {} : { cli }) };
    const { machine } = await machineOf(world);
    const { error } = await refused(awsLogin(machine)({ profile: 'work' }));
    assert.equal(error.kind, kind);
    assert.match(error.message, words);
  });
}

test('an unknown profile is told without asking the CLI', async () => {
  const { machine, calls } = await machineOf({ credentials: section('default'), cli: printing(process1) });
  const { error } = await refused(awsLogin(machine)({ profile: 'wrok' }));
  assert.match(error.message, /finds no AWS profile “wrok”/);
  assert.deepEqual(await calls(), []);
});
