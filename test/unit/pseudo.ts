import { readFile } from 'node:fs/promises';
import { bundlePath } from '../../scripts/l10n.ts';

/** A translation in which every sentence is in brackets, so that whatever is not in any was never to be translated. */
export async function pseudoBundle(): Promise<Readonly<Record<string, string>>> {
  const sentences = JSON.parse(await readFile(bundlePath, 'utf8')) as Record<string, string | { message: string }>;
  const bracketed = Object.entries(sentences).map(([key, sentence]) => {
    const message = typeof sentence === 'string' ? sentence : sentence.message;
    // The tag of the language is not a word.
    return [key, message === 'en' ? message : `⟦${message}⟧`] as const;
  });
  return Object.fromEntries(bracketed);
}

/** What is left of a text when all that came out of the translation is gone, with the values in it. */
export function outsideBrackets(text: string): string {
  const inner = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  return inner === text ? text : outsideBrackets(inner);
}
