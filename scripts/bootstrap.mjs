// The one file that must run before anything is installed, on whatever Node the machine has: so plain JavaScript, and
// nothing but built-ins that Node 20 knows. It installs the project if needed and hands over to the project's own Node.
//
//     node scripts/bootstrap.mjs <script> [arguments...]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
/** From this version on Node runs TypeScript without a flag or a warning. */
const typescriptNode = [22, 18];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const installed = join(root, 'node_modules');
const onWindows = process.platform === 'win32';

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/**
 * Compares contents, not times: a fresh checkout touches the lock file without changing it, and an interrupted install
 * leaves no hidden lock file at all. Packages for other platforms are allowed to be missing.
 */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(installed, '.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  const same = Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return same && Object.keys(present).every((path) => path in wanted);
}

/** Resolves to the exit code; the child shares this terminal, so Ctrl+C there already reaches it. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = (code) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.on('exit', (code, signal) => done(signal === null ? code : 128 + constants.signals[signal]));
  });
}

async function install() {
  console.log('Installing the development dependencies (npm ci), about 200 MB the first time ...');
  const started = Date.now();
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: onWindows });
  if (code === 127) fail('npm was not found. Install Node.js 20 or later together with npm, then run this again.');
  if (code !== 0) fail(`npm ci failed with exit code ${code}; its message is above. Nothing was started.`);
  console.log(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

/** npm installs only the platform package that fits this machine, so whichever of them is there is the right one. */
function projectNode() {
  const packages = Object.keys(readJson(join(root, 'package.json'))?.optionalDependencies ?? {});
  const binary = onWindows ? 'bin/node.exe' : 'bin/node';
  const found = packages.map((name) => join(installed, name, binary)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = typescriptNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return process.execPath;
  return fail(
    `There is no packaged Node 24 for ${process.platform} ${process.arch}, and this Node ${process.versions.node} is too old ` +
      `to run the project. Install Node ${typescriptNode.join('.')} or later and run this again.`,
  );
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail('Usage: node scripts/bootstrap.mjs <script> [arguments...]');
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  fail(`Node ${oldestNode} or later is needed; this is Node ${process.versions.node}.`);
}
if (!isInstalled()) await install();

const node = projectNode();
// Assigned rather than copied into a new object: Windows spells it Path, and only process.env ignores case.
process.env['PATH'] = [join(installed, '.bin'), dirname(node), process.env['PATH']].join(delimiter);
process.exit(await run(node, [join(root, script), ...args], {}));
