import { largestMediaBytes } from '../model/attachment.ts';
import type { ViewToHost } from '../protocol.ts';

type Post = (message: Extract<ViewToHost, { type: 'attach-files' | 'attach-media' }>) => void;

/** How VS Code and the system tell the addresses of what is dragged, the better one first. */
const addressTypes = ['application/vnd.code.uri-list', 'text/uri-list'];

/** Most that are attached at once. */
const mostFiles = 50;

/** Tells of files that are pasted or dropped anywhere in the panel. Text is left to the box that it goes into. */
export function onFiles(root: HTMLElement, post: Post): void {
  const mark = (on: 'on' | 'off') => root.classList.toggle('dropping', on === 'on');
  document.addEventListener('paste', ({ clipboardData }) => {
    // What is copied from a document or a table comes as a picture, too; its text is what was meant.
    if (clipboardData !== null && clipboardData.getData('text/plain') === '') void tell(clipboardData.files, post);
  });
  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    mark('on');
  });
  document.addEventListener('dragleave', () => mark('off'));
  document.addEventListener('drop', (event) => {
    mark('off');
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    const uris = addressesIn(event.dataTransfer);
    if (uris.length > 0) post({ type: 'attach-files', uris });
    else void tell(event.dataTransfer.files, post);
  });
}

function holdsFiles(data: DataTransfer | null): data is DataTransfer {
  return data !== null && ['Files', ...addressTypes].some((type) => data.types.includes(type));
}

/** The addresses of files; a link to a page is none. */
function addressesIn(data: DataTransfer): string[] {
  const list = addressTypes.map((type) => data.getData(type)).find((text) => text !== '') ?? '';
  return list
    .split(/\r?\n/)
    .filter((line) => /^[a-z][\w+.-]*:/i.test(line) && !/^(https?|data|blob|javascript):/i.test(line))
    .slice(0, mostFiles);
}

async function tell(files: FileList, post: Post): Promise<void> {
  for (const file of [...files].filter(({ size }) => size > 0).slice(0, mostFiles)) {
    const { name, type: mediaType, size } = file;
    const data = size > largestMediaBytes ? undefined : await base64Of(file);
    post({ type: 'attach-media', name, mediaType, ...(data === undefined ? {} : { data }) });
  }
}

function base64Of(file: File): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      const address = typeof reader.result === 'string' ? reader.result : '';
      resolve(address.slice(address.indexOf(',') + 1) || undefined);
    });
    reader.readAsDataURL(file);
  });
}
