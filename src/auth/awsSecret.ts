/** Access keys of AWS, temporary ones with their token. */
export interface AwsSecret {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The one form in which access keys are kept and handed on. */
export function awsSecretText({ accessKeyId, secretAccessKey, sessionToken }: AwsSecret): string {
  return JSON.stringify({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) });
}

/** What {@link awsSecretText} made; undefined for any other secret, such as a Bedrock API key. */
export function awsSecretFrom(text: string): AwsSecret | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
    return { accessKeyId, secretAccessKey, ...(typeof sessionToken === 'string' ? { sessionToken } : {}) };
  } catch {
    return undefined;
  }
}
