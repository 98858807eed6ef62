import { l10n, Uri, type Webview } from 'vscode';
import { language } from '../model/language.ts';
import { translationBlock } from './translationBlock.ts';

/** The files of the panel, and the only folder it may read. */
export const pageFolder = (extension: Uri): Uri => Uri.joinPath(extension, 'dist', 'webview');

/**
 * The panel's page. Nothing can be loaded from anywhere but the extension's own folder, no inline script or style
 * runs, and markup becomes elements only through the two named Trusted Types policies.
 */
export function page(webview: Webview, extension: Uri): string {
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(pageFolder(extension), name)).toString();
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types dompurify lit-html',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}">
<link rel="stylesheet" href="${file('chat.css')}">
</head>
<body>
${translationBlock(l10n.bundle)}<div id="app"></div>
<script type="module" nonce="${nonce}" src="${file('webview.js')}"></script>
</body>
</html>`;
}
