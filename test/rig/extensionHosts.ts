import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The extension hosts that a server has started, the oldest first. They are of its process group; Windows has none. */
export async function extensionHostsOf(leader: number | undefined): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,pgid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, group, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(group) === leader && command.includes('--type=extensionHost') ? [Number(pid)] : [];
  });
}
