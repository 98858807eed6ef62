import * as l10n from '@vscode/l10n';
import type { CleanKey } from '../llm/provider.ts';

const quotes = /^(["'`“‘])(.*)(["'`”’])$/s;

/** More is a file that was pasted by mistake. */
const maxLength = 4_096;

/**
 * Takes off what is copied along with a key (spaces, quotes, `Bearer`, `NAME=`) and refuses what can be no key, before
 * it could reach a header. The sentence never repeats the text.
 */
export function cleanKey(text: string): CleanKey {
  const key = unwrapped(text);
  if (key === '') return { problem: l10n.t('Paste a key first.') };
  if (key.length > maxLength) return { problem: l10n.t('This is too long to be a key.') };
  if (/\s/.test(key))
    return { problem: l10n.t('A key has no spaces or line breaks inside. Copy it again, and only the key.') };
  if (/…|[•*.]{3}/.test(key))
    return { problem: l10n.t('This key is shortened for display. Copy it in full from where it was made.') };
  if (!/^[\x21-\x7e]+$/.test(key))
    return { problem: l10n.t('A key has only plain letters, digits and signs. Copy it again.') };
  return { key };
}

function unwrapped(text: string): string {
  let inner = text.trim();
  for (let before = ''; before !== inner;) {
    before = inner;
    inner = inner
      .replace(/^(export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]*\s*=\s*(?=[^=\s])/, '')
      .replace(/^(authorization:\s*)?bearer\s+/i, '')
      .replace(/^(x-)?(goog-)?api-key:\s*/i, '');
    inner = inner.replace(quotes, '$2').trim();
  }
  return inner;
}
