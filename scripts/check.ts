import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import type { Log } from '../test/rig/installOnce.ts';
import type { Session } from '../test/rig/session.ts';
import type { Window } from '../test/rig/window.ts';

/** What the main job needs of a session: a window on the sample workspace. */
type Stage = Pick<Session, 'window'>;

const question = 'Why is the total one cent off?';
const instruction = 'Round half up instead of down';

/**
 * Does the main job once as a person would, through the screen alone: the demo is chosen, a selection asked about, a file
 * summarized, another edited and the edit accepted. Says what came back and how fast; rejects at the first thing that is
 * not as it should be.
 */
export async function check({ window }: Stage, say: Log): Promise<void> {
  const panel = await window.showPanel();
  await chooseDemo(panel);
  await ask(window, panel, say);
  await summarize(window, panel, say);
  await edit(window, say);
}

/** A model that this machine offers by itself comes before the demo, so there may be nothing to choose. */
async function chooseDemo(panel: FrameLocator): Promise<void> {
  const demo = panel.getByRole('button', { name: 'Try the demo' });
  const composer = panel.getByRole('textbox', { name: 'Question' });
  await demo
    .or(panel.getByRole('button', { name: /^Model:/ }))
    .first()
    .waitFor();
  if (await demo.isVisible()) await demo.click();
  await composer.waitFor();
  await panel.getByRole('button', { name: /^Model:/ }).waitFor();
}

async function ask(window: Window, panel: FrameLocator, say: Log): Promise<void> {
  await window.openFile('src/invoice.ts');
  await window.selectLines(29, 39);
  await window.palette('Parley: Ask AI about Selection');
  await window.quickInput.find(question, question);
  const started = Date.now();
  await window.quickInput.pick(question);
  const answer = await nextAnswer(panel, started);
  await panel.locator('.turn.user').last().getByText('invoice.ts').waitFor();
  say(`\nAsked about lines 29 to 39 of src/invoice.ts: ${question}`);
  say(`Time to first token: ${answer.firstTokenMs} ms, whole answer ${answer.totalMs} ms\n${indented(answer.text)}`);
}

async function summarize(window: Window, panel: FrameLocator, say: Log): Promise<void> {
  const before = await panel.locator('.turn.assistant').count();
  await window.rightClickInExplorer('reports/monthly.py', 'Summarize File');
  // The command shows the panel; a click on its icon at the same time would hide it again.
  const answer = await nextAnswer(panel, Date.now(), before);
  say(`\nSummarized reports/monthly.py by a right click in the explorer\n${indented(answer.text)}`);
}

async function edit(window: Window, say: Log): Promise<void> {
  await window.openFile('src/money.ts');
  const before = await window.editorText();
  await window.selectLines(10, 12);
  await window.palette('Parley: Edit Selection with AI');
  await window.quickInput.choose(instruction, instruction);
  await window.codeLens('Accept').click();
  await window.codeLens('Accept').waitFor({ state: 'detached' });
  const after = await window.editorText();
  assert.notEqual(after, before, 'The accepted edit changed nothing.');
  say(`\nEdited lines 10 to 12 of src/money.ts and accepted: ${instruction}\n${indented(changedLines(before, after))}`);
}

type Answer = { text: string; firstTokenMs: number; totalMs: number };

/** Waits for one answer more than there were, and for its end. */
async function nextAnswer(panel: FrameLocator, started: number, before = 0): Promise<Answer> {
  const answer = panel.locator('.turn.assistant').nth(before);
  const body = answer.locator('parley-markdown').last();
  await body.locator(':scope > *').first().waitFor();
  const firstTokenMs = Date.now() - started;
  await panel.locator('.turn.assistant.ended').nth(before).waitFor({ timeout: 120_000 });
  const failure = await answer.locator('.card-title').allInnerTexts();
  assert.deepEqual(failure, [], 'The answer ended with an error.');
  const text = await body.innerText();
  assert.notEqual(text.trim(), '', 'The answer is empty.');
  return { text, firstTokenMs, totalMs: Date.now() - started };
}

function changedLines(before: string, after: string): string {
  const old = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .map((line) => `+ ${line}`)
    .join('\n');
}

function indented(text: string): string {
  return text.trim().replaceAll(/^/gm, '    ');
}
