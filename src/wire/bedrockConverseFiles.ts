import type { FilePart } from '../model/message.ts';
import { fencedFile, isTextFile, leftOut } from './files.ts';

type Block = Readonly<Record<string, unknown>>;

const imageFormats: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

/** Those that are no text; text goes along as text, which all models read. */
const documentFormats: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
]);

/** The API takes no longer name. */
const maxNameLength = 200;

/** The files of one request: the names of its documents have to differ. */
export class ConverseFiles {
  readonly #names = new Set<string>();

  block(file: FilePart): Block {
    const source = { bytes: file.data };
    const image = imageFormats.get(file.mediaType);
    if (image !== undefined) return { image: { format: image, source } };
    const format = documentFormats.get(file.mediaType);
    if (format !== undefined) return { document: { format, name: this.#nameFor(file), source } };
    return { text: isTextFile(file) ? fencedFile(file) : leftOut(file) };
  }

  #nameFor({ name = '' }: FilePart): string {
    const plain = documentName(name);
    let unique = plain;
    for (let copy = 2; this.#names.has(unique); copy++) unique = `${plain.slice(0, maxNameLength - 10)} (${copy})`;
    this.#names.add(unique);
    return unique;
  }
}

/**
 * The name without its ending, in letters, digits, hyphens, brackets and single spaces, which is all that the API takes:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html
 */
function documentName(name: string): string {
  const plain = name
    .replace(/\.\w{1,5}$/, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9()[\]-]+/g, ' ')
    .trim()
    .slice(0, maxNameLength)
    .trim();
  return plain === '' ? 'Document' : plain;
}
