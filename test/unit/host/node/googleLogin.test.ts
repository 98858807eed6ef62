import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { googleCredentials, type Machine } from '../../../../src/host/node/googleLogin.ts';
import { userFile } from '../../auth/googleKeys.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-google-'));
after(() => rm(folder, { recursive: true }));

const machine = (options: Partial<Machine> = {}): Machine => ({
  environment: {},
  platform: 'linux',
  home: folder,
  ...options,
});

async function write(...path: readonly string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify({ ...userFile, account: '' }));
  return file;
}

const expected = JSON.stringify(userFile);

test('finds the login where gcloud leaves it, on each system', async () => {
  await write('.config', 'gcloud', 'application_default_credentials.json');
  assert.equal(await googleCredentials(machine()), expected);
  await write('Roaming', 'gcloud', 'application_default_credentials.json');
  const windows = { platform: 'win32', environment: { APPDATA: join(folder, 'Roaming') }, home: '/nowhere' };
  assert.equal(await googleCredentials(windows), expected);
  await write('moved', 'application_default_credentials.json');
  const moved = { environment: { CLOUDSDK_CONFIG: join(folder, 'moved') }, home: '/nowhere' };
  assert.equal(await googleCredentials(machine(moved)), expected);
});

test('a file that the environment names comes first', async () => {
  const file = await write('mine.json');
  const chosen = machine({ environment: { GOOGLE_APPLICATION_CREDENTIALS: file }, home: '/nowhere' });
  assert.equal(await googleCredentials(chosen), expected);
});

const missing = { environment: { GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'none.json') } };

for (const [name, where, words] of [
  [
    'nobody logged in',
    { home: '/nowhere' },
    /finds no login of gcloud on this machine; run “gcloud auth application-default login”/,
  ],
  ['the named file is not there', missing, /GOOGLE_APPLICATION_CREDENTIALS/],
] as const) {
  test(`tells what to do when ${name}`, () =>
    assert.rejects(googleCredentials(machine(where)), { name: 'Failure', message: words }));
}

test('tells what to do when the file is another', async () => {
  const file = join(folder, 'other.json');
  await writeFile(file, '{"type":"external_account"}');
  const other = machine({ environment: { GOOGLE_APPLICATION_CREDENTIALS: file } });
  await assert.rejects(googleCredentials(other), { name: 'Failure', message: /external_account/ });
});
