import * as vscode from 'vscode';
import { catalogueIn } from '../../src/host/catalogueFile.ts';
import { suiteMark } from '../rig/suiteMark.ts';
import { formatTotals, type Totals } from '../rig/totals.ts';

type SmokeTest = { name: string; run: () => Promise<void> };

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** There is no node:test in a web worker, so these are plain functions: what must hold wherever the web build runs. */
const smokeTests: readonly SmokeTest[] = [
  {
    name: 'this is a web worker',
    run: async () => check('WorkerGlobalScope' in globalThis, 'this extension host is not a web worker'),
  },
  {
    name: 'the web build activates',
    run: async () => {
      const extension = vscode.extensions.getExtension('parley.parley');
      check(extension !== undefined, 'parley.parley is not installed');
      await extension?.activate();
      check(extension?.isActive === true, 'parley.parley did not become active');
    },
  },
  {
    name: 'the catalogue of models can be read',
    run: async () => {
      const uri = vscode.extensions.getExtension('parley.parley')?.extensionUri ?? vscode.Uri.file('/nowhere');
      const catalogue = await catalogueIn(uri, (problem) => check(false, problem))();
      check(catalogue.models('anthropic').length > 0, 'it knows no model of Anthropic');
    },
  },
  {
    name: 'every contributed command is registered',
    run: async () => {
      const manifest = vscode.extensions.getExtension('parley.parley')?.packageJSON as Manifest;
      const registered = new Set(await vscode.commands.getCommands(true));
      const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
      check(missing.length === 0, `not registered: ${missing.map(({ command }) => command).join(', ')}`);
    },
  },
];

type Manifest = { contributes: { commands: readonly { command: string }[] } };

/** The web worker's extensionTestsPath, with the same lines and totals as the Node host's. */
export async function run(): Promise<void> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const test of smokeTests) {
    try {
      await test.run();
      totals.passed += 1;
      console.log(`${suiteMark}✔ ${test.name}`);
    } catch (error) {
      totals.failed += 1;
      console.log(`${suiteMark}✖ ${test.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(suiteMark + formatTotals(totals));
  if (totals.failed > 0) throw new Error(`${totals.failed} failed`);
}
