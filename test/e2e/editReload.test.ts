import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { startFaultServer } from '../servers/faultServer.ts';
import { openaiScript } from '../servers/openaiScript.ts';
import { liveSession } from './liveSession.ts';

const file = 'src/money.ts';
const limitMs = 20_000;
const modifier = 'ControlOrMeta';

describe('the window is closed in the middle of an edit', () => {
  const live = liveSession(
    async () => ({ server: await startFaultServer({ limitMs: 120_000 }) }),
    ({ server }) => ({
      settings: {
        'parley.connections': {
          scripted: { provider: 'openai-compatible', baseUrl: `${server.url}/v1`, label: 'Scripted' },
        },
      },
    }),
  );
  const onDisk = () => readFile(join(live.session.workspace, file), 'utf8');
  const lens = (name: string) => live.window.page.locator('.codelens-decoration a', { hasText: name }).first();
  const shows = (text: string) => live.window.page.locator('.view-line', { hasText: text }).first().waitFor();
  const dirtyTab = () => live.window.page.locator('.tab.active.dirty');

  before(async () => {
    const { server } = live.servers;
    await live.window.showPanel();
    server.script(
      { status: 200, headers: { 'content-type': 'application/json' } },
      { bytes: JSON.stringify({ data: [{ id: 'listed' }] }) },
    );
    await live.chat.nameModel('scripted', 'Scripted');
    await live.window.openFile(file);
  });

  /** Waits until the editor has put aside what is not saved, which takes it a moment. */
  async function backedUp(text: string): Promise<void> {
    const folder = join(live.session.userDataDir, 'User', 'Backups');
    const deadline = Date.now() + limitMs;
    for (let all = ''; !all.includes(text);) {
      assert.ok(Date.now() < deadline, `“${text}” is in no backup after ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      all = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('\n');
    }
  }

  /** An edit that has written two lines, of which the file holds none. */
  async function halfWritten(): Promise<void> {
    const script = openaiScript();
    live.servers.server.script(
      { bytes: script.open() + script.text('export function half(): void {\n  written();\n') },
      { wait: 'never' },
    );
    await live.window.selectLines(10, 12);
    await live.window.palette('Parley: Edit Selection with AI');
    await live.window.page.getByPlaceholder('What should change?').waitFor();
    await live.window.quickInput.answer('rename it');
    await shows('written();');
    await dirtyTab().waitFor();
  }

  it('a reload brings the half-written lines back under review, and what was there before can be put back', async () => {
    const saved = await onDisk();
    const original = await live.window.editorText();
    await halfWritten();
    await backedUp('written();');
    await live.window.reload();
    await shows('written();');
    const toast = await live.window.notification('Parley was writing into “src/money.ts”');
    await lens('Accept Partial').waitFor();
    await toast.getByRole('button', { name: 'Put Back What Was There' }).click();
    await live.window.page.locator('.view-line', { hasText: 'written();' }).waitFor({ state: 'detached' });
    assert.equal(await live.window.editorText(), original);
    assert.equal(await onDisk(), saved);
    await live.window.press(`${modifier}+KeyS`);
    await dirtyTab().waitFor({ state: 'detached' });
    assert.equal(await onDisk(), saved);
    await live.window.reload();
    await live.chat.show();
    assert.deepEqual(await live.window.notifications(), []);
  });
});
