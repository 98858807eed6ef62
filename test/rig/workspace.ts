import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';

/** About 1.5 million tokens: no model's context window holds it. */
const largeFileBytes = 6_000_000;

/** Copies the sample workspace, so that edits never touch the clone, and adds the files that are too odd to commit. */
export async function prepareWorkspace(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(projectFolder, 'test', 'workspace'), folder, { recursive: true });
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'data', 'access.log'), largeLog());
  await writeFile(join(folder, 'data', 'empty.txt'), '');
  await writeFile(join(folder, 'data', 'logo.bin'), binary());
  return folder;
}

/** A day in the life of a small web service, the same on every machine. */
function largeLog(): string {
  const paths = ['/invoices', '/invoices/2041/pdf', '/customers', '/customers/77', '/health', '/login', '/reports/vat'];
  const methods = ['GET', 'GET', 'GET', 'POST', 'PUT'];
  const lines: string[] = [];
  const start = Date.UTC(2026, 2, 14, 6);
  let size = 0;
  for (let index = 0; size < largeFileBytes; index++) {
    const time = new Date(start + index * 613).toISOString();
    const status = index % 97 === 0 ? 500 : index % 31 === 0 ? 404 : 200;
    const durationMs = ((index * 7919) % 240) + (status === 500 ? 4000 : 3);
    const client = `10.0.${index % 7}.${(index * 13) % 250}`;
    const line = `${time} ${client} ${methods[index % 5]} ${paths[(index * 3) % 7]} ${status} ${durationMs} ms`;
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

function binary(): Uint8Array {
  const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 31) % 256);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
  return bytes;
}
