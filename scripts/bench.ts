// Runs a benchmark by its name: `npm run bench -- start [its own flags]`. Each is a file in test/bench.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../test/rig/paths.ts';

const folder = join(projectFolder, 'test', 'bench');
const [name, ...args] = process.argv.slice(2);
const names = (await readdir(folder)).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));

if (name === undefined || !names.includes(name)) {
  console.error(`Usage: npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
  process.exit(1);
}
const { bench } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as {
  bench: (args: readonly string[]) => Promise<void>;
};
await bench(args);
process.exit();
