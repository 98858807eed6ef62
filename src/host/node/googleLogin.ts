import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { googleCredential } from '../../auth/googleCredential.ts';
import { Failure } from '../../llm/failure.ts';

/** Where a login of gcloud may be; a test has a machine of its own. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

/** A clause, since it ends sentences of several kinds. */
const logIn = l10n.t('run “gcloud auth application-default login”');

/**
 * The application-default credentials of this machine, to sign with as with a pasted key:
 * https://cloud.google.com/docs/authentication/application-default-credentials. Rejects with a {@link Failure}.
 */
export async function googleCredentials(machine: Machine = thisMachine()): Promise<string> {
  const { GOOGLE_APPLICATION_CREDENTIALS: chosen } = machine.environment;
  const path = chosen || wellKnownPath(machine);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined && chosen)
    throw failure(
      l10n.t(
        '{0} cannot read the file that GOOGLE_APPLICATION_CREDENTIALS names; correct the variable, or {1}',
        '{0}',
        logIn,
      ),
    );
  if (text === undefined) throw failure(l10n.t('{0} finds no login of gcloud on this machine; {1}', '{0}', logIn));
  const read = googleCredential(text);
  if ('problem' in read)
    throw failure(l10n.t('{0} cannot use the login of gcloud. {1}', '{0}', read.problem.replace(/\.$/, '')));
  return JSON.stringify(read);
}

/** As gcloud chooses it: https://cloud.google.com/docs/authentication/application-default-credentials#personal */
function wellKnownPath({ environment, platform, home }: Machine): string {
  const { CLOUDSDK_CONFIG: moved, APPDATA: appData } = environment;
  const roaming = platform === 'win32' ? (appData ?? join(home, 'AppData', 'Roaming')) : join(home, '.config');
  return join(moved || join(roaming, 'gcloud'), 'application_default_credentials.json');
}

const failure = (reason: string): Failure => new Failure({ kind: 'no-key', reason });

const thisMachine = (): Machine => ({ environment: process.env, platform: process.platform, home: homedir() });
