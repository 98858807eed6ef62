import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { answerWith, begun, ended } from '../servers/chatSteps.ts';
import type { Step } from '../servers/faultServer.ts';
import { editSteps } from './editSteps.ts';
import { scriptedSession } from './scriptedSession.ts';

const file = 'src/money.ts';

describe('what models answer to an edit', () => {
  const live = scriptedSession();
  const { lens, shows, askForEdit, inReview, reviewed } = editSteps(live);
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'edit-answers', `${name}.png`));
  let original = '';

  /** Asks for an edit of the function in the lines 10 to 12. */
  const edit = async (...steps: readonly Step[]) => {
    live.servers.server.script(...steps);
    await live.window.selectLines(10, 12);
    await askForEdit('round it');
  };
  const rejected = async () => {
    await lens('Reject').click();
    await reviewed();
    await shows('Math.floor((amount');
    assert.equal(await live.window.editorText(), original);
  };

  before(async () => {
    original = await readFile(join(live.session.workspace, file), 'utf8');
    await live.window.openFile(file);
  });

  it('the whole file in the place of the selection changes the selection alone, while it comes and in the end', async () => {
    const changed = original.replace('Math.floor', 'Math.round');
    const end = changed.indexOf('\n', changed.indexOf('Math.round((amount')) + 1;
    const [above, below] = [changed.slice(0, end), changed.slice(end)];
    await picture('before');
    await edit(begun(`\`\`\`ts\n${above}`), { wait: 'rest' }, begun(`${below}\`\`\`\n`), ended);
    await shows('Math.round((amount');
    const line = /^.*Math\.floor.*\n/m.exec(original)?.[0] ?? '';
    // Whether the old line goes is known with the next one.
    assert.equal(
      await live.window.editorText(),
      original.replace(line, line.replace('Math.floor', 'Math.round') + line),
    );
    await picture('whole-file-streaming');
    live.servers.server.open('rest');
    await inReview();
    assert.equal(await live.window.editorText(), changed);
    await picture('whole-file');
    await rejected();
    await picture('after');
  });

  it('a diff is applied, and none of its signs is shown', async () => {
    const line = '  return Math.floor((amount * percent) / 100);\n';
    const diff = `\`\`\`diff\n@@ -1,3 +1,3 @@\n-${line}+${line.replace('floor', 'ceil')}\`\`\`\n`;
    await edit(...answerWith(diff));
    await inReview();
    assert.equal(await live.window.editorText(), original.replace('floor', 'ceil'));
    await rejected();
  });

  it('what is left out is filled in where that is certain, and the line above says so', async () => {
    const answer =
      '```ts\nexport function percentage(amount: Cents, percent: number): Cents {\n  check(percent);\n  // ... existing code ...\n}\n```\n';
    await edit(...answerWith(answer));
    const said = 'What the answer left out is filled in from the original';
    await live.window.page.locator('.codelens-decoration', { hasText: said }).waitFor();
    assert.equal(
      await live.window.editorText(),
      original.replace('  return Math.floor', '  check(percent);\n  return Math.floor'),
    );
    await picture('filled-in');
    await rejected();
  });

  it('what is not certain is refused with the reason and a way on, and the text is the original', async () => {
    await edit(...answerWith('```ts\nexport function share(part: Cents) {\n  // ... rest unchanged ...\n}\n```\n'));
    const told = await live.window.notification(/leaves code out \(“rest unchanged”\) where it is not certain/);
    await picture('refused');
    assert.equal(await live.window.editorText(), original);
    await told.getByRole('button', { name: 'Retry' }).click();
    const box = live.window.page.getByPlaceholder('What should change?');
    await box.waitFor();
    assert.equal(await box.inputValue(), 'round it');
    await live.window.press('Escape');
  });
});
