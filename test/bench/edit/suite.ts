import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { suiteMark } from '../../rig/suiteMark.ts';
import { formatTotals } from '../../rig/totals.ts';
import { region, replacedIn, replacement, text } from './text.ts';
import { feed, ways, type Way } from './ways.ts';

/** One answer written in one way. */
export interface Reading {
  readonly way: string;
  /** For each line, from when it came to when the document held it. */
  readonly latenciesMs: readonly number[];
  /** From the first line to the end of the edit. */
  readonly totalMs: number;
  readonly hostCpuMs: number;
  /** Changes of the document, and the characters in them. */
  readonly changes: number;
  readonly characters: number;
}

/** What VS Code calls as extensionTestsPath. The readings go into a file, since the console is for people. */
export async function run(): Promise<void> {
  const rounds = Number(process.env['PARLEY_BENCH_ROUNDS']);
  const msALine = Number(process.env['PARLEY_BENCH_MS_A_LINE']);
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-edit-'));
  const readings: Reading[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, way] of Object.entries(ways)) {
        const path = join(folder, `${readings.length}.txt`);
        await writeFile(path, `${text.join('\n')}\n`);
        const reading = { way: name, ...(await measure(way, path, msALine)) };
        readings.push(reading);
        console.log(`${suiteMark}round ${round}: ${name}, all there after ${reading.totalMs.toFixed(0)} ms`);
      }
    }
    await writeFile(process.env['PARLEY_BENCH_READINGS'] ?? '', JSON.stringify(readings));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(suiteMark + formatTotals({ passed: readings.length, failed: 0, skipped: 0 }));
}

async function measure(way: Way, path: string, msALine: number): Promise<Omit<Reading, 'way'>> {
  const document = await vscode.workspace.openTextDocument(path);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.revealRange(new vscode.Range(region.start, 0, region.start, 0), vscode.TextEditorRevealType.AtTop);
  const seenMs: number[] = [];
  let [changes, characters] = [0, 0];
  const watching = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document !== document || event.contentChanges.length === 0) return;
    changes += 1;
    for (const change of event.contentChanges) {
      characters += change.text.length;
      for (const line of replacedIn(change.text)) seenMs[line] ??= performance.now();
    }
  });
  const lines = feed(msALine);
  const cpu = process.cpuUsage();
  await way(editor, lines);
  const totalMs = performance.now() - (lines.sentMs[0] ?? Number.NaN);
  const { user, system } = process.cpuUsage(cpu);
  watching.dispose();
  if (
    document.getText(new vscode.Range(region.start, 0, region.start + region.count, 0)) !==
    `${replacement.join('\n')}\n`
  )
    throw new Error(`${path} does not hold the replacement.`);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  const latenciesMs = lines.sentMs.map((sent, line) => (seenMs[line] ?? Number.NaN) - sent);
  return { latenciesMs, totalMs, hostCpuMs: (user + system) / 1_000, changes, characters };
}
