// A process that is going to be killed: it replaces one file again and again, by `node replacer.ts <file> <bytes>`.
import { writeSync } from 'node:fs';
import { replace } from '../../src/host/node/files.ts';

const [file = '', size = '0'] = process.argv.slice(2);

for (let n = 0; ; n++) {
  await replace(file, new Uint8Array(Number(size)).fill(65 + (n % 26)));
  if (n === 0) writeSync(1, 'going\n');
}
