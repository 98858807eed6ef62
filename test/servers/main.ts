import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemo } from './demo.ts';

// Runs the demo by itself: `node test/servers/main.ts --port 4321 [--pace instant]`. Prints its URL and nothing else.
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, pace: { type: 'string' } } });
const demo = await startDemo({
  port: Number(values.port),
  pace: values.pace === 'instant' ? 'instant' : 'model',
});
console.log(demo.url);

const stop = () => void demo.stop().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
// Whoever started it with a pipe holds the other end: its end means that nobody is left to use the demo. A terminal or
// /dev/null says nothing about that.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.once('end', stop).resume();
