import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The settings of one profile, by their names. */
export type AwsProfile = Readonly<Record<string, string>>;

/** Where AWS's files may be; a test has a machine of its own. */
export interface AwsHome {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * What the shared files say about a profile, credentials before configuration; undefined when neither knows it:
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function awsProfile(name: string, { environment, home }: AwsHome): Promise<AwsProfile | undefined> {
  const fileOf = (chosen: string | undefined, usual: string) =>
    read(chosen ? chosen.replace(/^~(?=[/\\])/, home) : join(home, '.aws', usual));
  const [credentials, config] = await Promise.all([
    fileOf(environment['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
    fileOf(environment['AWS_CONFIG_FILE'], 'config'),
  ]);
  const found = [
    config.get(`profile ${name}`) ?? (name === 'default' ? config.get(name) : undefined),
    credentials.get(name),
  ];
  return found.every((part) => part === undefined) ? undefined : { ...found[0], ...found[1] };
}

/** A file that cannot be read is as good as none. */
async function read(path: string): Promise<ReadonlyMap<string, AwsProfile>> {
  return sectionsOf(await readFile(path, 'utf8').catch(() => ''));
}

function sectionsOf(text: string): ReadonlyMap<string, AwsProfile> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const name = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    if (name !== undefined) {
      section = sections.get(name) ?? {};
      sections.set(name, section);
    }
    // Indented lines belong to the setting before them, and none of those matters here.
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section !== undefined && key !== undefined && value !== undefined) section[key.toLowerCase()] = value;
  }
  return sections;
}
