import { constants } from 'node:os';
import { spawn, type ChildProcess } from 'node:child_process';

type Start = { command: string; args: readonly string[]; env: NodeJS.ProcessEnv; cwd?: string };

export type ProcessGroup = {
  child: ChildProcess;
  /** Settles when the leader is gone, wanted or not. */
  ended: Promise<void>;
  /** The last lines of both streams, for an error message. */
  lastOutput: () => string;
  /** Asks the whole group to end, insists after five seconds, and resolves when its leader is gone. */
  stop: () => Promise<void>;
};

const keptOutput = 6000;
const graceMs = 5000;

/**
 * Starts a process as the leader of a group of its own, so that what it starts in turn ends with it. The group also
 * ends when this process does, whichever way short of SIGKILL.
 */
export function startProcessGroup({ command, args, env, cwd }: Start): ProcessGroup {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env, ...(cwd && { cwd }) });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-keptOutput));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const killNow = () => signalGroup(child.pid, 'SIGKILL');
  const release = onEndOfThisProcess(killNow);
  const stop = async () => {
    signalGroup(child.pid, 'SIGTERM');
    const insist = setTimeout(killNow, graceMs);
    await ended;
    clearTimeout(insist);
    killNow();
    release();
  };
  return { child, ended, lastOutput: () => output.trim(), stop };
}

/** A group of its own gets no Ctrl+C from the terminal, and Node's `exit` event does not come when a signal ends Node. */
function onEndOfThisProcess(action: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const end = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  process.on('exit', action);
  for (const signal of signals) process.on(signal, end);
  return () => {
    process.off('exit', action);
    for (const signal of signals) process.off(signal, end);
  };
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
