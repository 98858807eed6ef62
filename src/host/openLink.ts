import { env, type Uri } from 'vscode';

/** The view is not trusted with addresses: only those that a browser or mail program opens safely. */
export async function openLink(url: string): Promise<void> {
  if (!URL.canParse(url)) return;
  const { protocol, href } = new URL(url);
  if (!/^(https?|mailto):$/.test(protocol)) return;
  // As text: a Uri would decode it and encode it differently, see https://github.com/microsoft/vscode/issues/85930.
  await env.openExternal(href as unknown as Uri);
}
