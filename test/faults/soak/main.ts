// A long run of turns with faults at random; prints what it measured. Run with --expose-gc:
//
//     node --expose-gc test/faults/soak/main.ts [--turns 500] [--seed 1]
import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});

/** Of the heap that a run may leave; what is measured shakes by less than this. */
const noiseMb = 3;

console.log(`seed ${values.seed}`);
const started = performance.now();
/** Nothing where the heap cannot be swept. */
const sweep = (): void => {
  globalThis.gc?.();
};
const report = await soak({ turns: Number(values.turns), seed: Number(values.seed), sweep });
const { turns, chats, faults, bytes, heapBeforeMb, heapAfterMb, listeners, timers, connections, sockets } = report;
const faulty = [...faults].filter(([fault]) => fault !== 'none');
const count = faulty.reduce((sum, [, times]) => sum + times, 0);
const grown = heapAfterMb - heapBeforeMb;
console.log(
  [
    `${turns} turns in ${chats} chats, ${Math.round(report.simulatedMinutes)} simulated minutes in ${Math.round((performance.now() - started) / 1_000)} s`,
    `${count} faults (${((count / turns) * 100).toFixed(1)} %): ${faulty.map(([fault, times]) => `${fault} ${times}`).join(', ')}`,
    `every chat is byte-complete on disk: ${bytes} bytes of answers`,
    `heap ${heapBeforeMb.toFixed(1)} MB before, ${heapAfterMb.toFixed(1)} MB after (${grown.toFixed(1)} MB)`,
    `left behind: ${listeners} listeners, ${timers} timers, ${sockets} sockets here, ${connections} at the server`,
  ].join('\n'),
);
const isClean = listeners + timers + sockets + connections === 0 && (globalThis.gc === undefined || grown < noiseMb);
console.log(isClean ? 'no leak' : 'LEAK');
process.exitCode = isClean ? 0 : 1;
