import { l10n, Uri, workspace } from 'vscode';
import { catalogueOf, emptyCatalogue, type Catalogue, type CatalogueFile } from '../providers/catalogue.ts';

/**
 * The catalogue that comes with the extension, read at the first need. Without it models are shown with what their
 * lists say, so nothing fails with it.
 */
export function catalogueIn(extension: Uri, onProblem: (sentence: string) => void): () => Promise<Catalogue> {
  let catalogue: Promise<Catalogue> | undefined;
  return () =>
    (catalogue ??= read(extension).catch((error: unknown) => {
      onProblem(l10n.t('The catalogue of models could not be read: {0}', String(error)));
      return emptyCatalogue;
    }));
}

async function read(extension: Uri): Promise<Catalogue> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'dist', 'catalogue.json'));
  // Ours, made and checked when the extension is built.
  return catalogueOf(JSON.parse(new TextDecoder().decode(bytes)) as CatalogueFile);
}
