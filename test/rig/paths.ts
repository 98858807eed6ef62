import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Everything that tests and `npm start` download or write lives here; git ignores it and it can be deleted any time. */
export const rigFolder = join(projectFolder, '.vscode-test');
