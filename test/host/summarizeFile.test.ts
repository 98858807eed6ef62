import assert from 'node:assert/strict';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import type { Model } from '../../src/host/models.ts';
import { summaryAgain, summaryOf, targetsOf } from '../../src/host/summarizeFile.ts';
import type { Respond } from '../../src/model/message.ts';
import { openai } from '../../src/providers/registry.ts';

const connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
const model: Model = { connection, info: { id: 'm' } };
const smallModel: Model = { connection, info: { id: 'm', contextWindow: 1_000 } };

describe('summarize file', () => {
  let folder: string;
  let warnings: string[];
  let question: string | undefined;
  let answer: string | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-summary-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    warnings = [];
    question = undefined;
    answer = undefined;
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => void warnings.push(text));
    mock.method(vscode.window, 'showInformationMessage', async (text: string) => {
      question = text;
      return answer;
    });
  });
  afterEach(async () => {
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const at = (name: string) => vscode.Uri.file(join(folder, name));

  async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    await writeFile(join(folder, name), content);
    return at(name);
  }

  async function textOf(uri: vscode.Uri): Promise<string | undefined> {
    const job = await summaryOf([uri], model);
    assert.equal(job?.respond, undefined);
    return job?.question.attachments[0]?.text;
  }

  const long = 'All work and no play makes Jack a dull boy.\n'.repeat(2_000);
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

  for (const [name, content, text] of [
    ['plain.txt', 'Grüße', 'Grüße'],
    ['marked.txt', Buffer.from('\ufeffGrüße'), 'Grüße'],
    ['utf16.txt', utf16('Grüße'), 'Grüße'],
  ] as const) {
    test(`reads ${name}`, async () => {
      assert.equal(await textOf(await file(name, content)), text);
      assert.deepEqual(warnings, []);
    });
  }

  test('an image or PDF goes along as it is', async () => {
    const uri = await file('paper.PDF', Buffer.from('%PDF-1.7 \u0000ü', 'utf8'));
    const job = await summaryOf([uri], model);
    assert.equal(job?.question.attachments[0]?.kind, 'document');
    assert.deepEqual(job?.question.attachments[0]?.media, {
      mediaType: 'application/pdf',
      data: Buffer.from('%PDF-1.7 \u0000ü', 'utf8').toString('base64'),
    });
    assert.deepEqual(warnings, []);
  });

  test('an image that is too large is refused before it is read', async () => {
    const uri = at('large.png');
    const handle = await open(uri.fsPath, 'w');
    await handle.truncate(6 * 1024 * 1024);
    await handle.close();
    assert.equal(await summaryOf([uri], model), undefined);
    assert.match(warnings.join(), /large\.png is larger than 5 MB/);
  });

  test('reads through a link, and what a changed document holds now', async () => {
    const uri = await file('target.txt', 'on disk');
    await symlink(uri.fsPath, at('link.txt').fsPath);
    assert.equal(await textOf(at('link.txt')), 'on disk');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'changed '));
    assert.equal(await textOf(uri), 'changed on disk');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    const untitled = await vscode.workspace.openTextDocument({ content: 'never saved' });
    assert.equal(await textOf(untitled.uri), 'never saved');
  });

  for (const [name, make, problem] of [
    ['a binary file', () => file('a.bin', Uint8Array.from([0x89, 0x50, 0, 0, 1])), /a\.bin is not a text file\.$/],
    ['an empty file', () => file('empty.txt', ''), /empty\.txt is empty/],
    ['a blank file', () => file('blank.txt', ' \n\n'), /blank\.txt is empty/],
    [
      'a file that is gone',
      async () => at('gone.txt'),
      /gone\.txt cannot be read\. It may have been moved or deleted\.$/,
    ],
    ['a folder', folderAt, /folder is a folder/],
    ['a link to a folder', linkToFolder, /link is a folder/],
    ['a link to nothing', danglingLink, /dangling cannot be read/],
    ['a file of 200 MB', largeFile, /large\.log is larger than 50 MB/],
    ['an address nobody knows', async () => vscode.Uri.parse('nowhere:/a.txt'), /a\.txt cannot be read/],
    ['a command', async () => vscode.Uri.parse('command:workbench.action.quit'), /cannot be read/],
  ] as const) {
    test(`says what is wrong with ${name}`, async () => {
      assert.equal(await summaryOf([await make()], model), undefined);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', problem);
    });
  }

  async function folderAt(): Promise<vscode.Uri> {
    await mkdir(at('folder').fsPath, { recursive: true });
    return at('folder');
  }

  async function linkToFolder(): Promise<vscode.Uri> {
    await symlink((await folderAt()).fsPath, at('link').fsPath);
    return at('link');
  }

  async function danglingLink(): Promise<vscode.Uri> {
    await symlink(at('nothing').fsPath, at('dangling').fsPath);
    return at('dangling');
  }

  /** Takes no room on the disk. */
  async function largeFile(): Promise<vscode.Uri> {
    const handle = await open(at('large.log').fsPath, 'w');
    await handle.truncate(200 * 1024 * 1024);
    await handle.close();
    return at('large.log');
  }

  test('the good ones among many are taken, and the message about the others stays short', async () => {
    const good = await file('good.txt', 'good');
    const bad = Array.from({ length: 50 }, (_, index) => at(`bad${index}.txt`));
    const job = await summaryOf([...bad, good], model);
    assert.deepEqual(
      job?.question.attachments.map(({ text }) => text),
      ['good'],
    );
    assert.match(warnings[0] ?? '', /bad0.*bad1.*bad2.*The same goes for 47 more\.$/);
  });

  test('what takes several requests is asked about, and leaves its text out of the conversation', async () => {
    const uri = await file('long.txt', long);
    assert.equal(await summaryOf([uri], smallModel), undefined);
    assert.match(question ?? '', /long\.txt is more than the model reads at once/);
    answer = 'Summarize in Parts';
    const job = await summaryOf([uri], smallModel);
    assert.equal(job?.question.attachments[0]?.text, undefined);
    assert.ok(job?.respond);
  });

  test('given once more by a model that reads it at once, it is not asked about', async () => {
    const uri = await file('again.txt', long);
    answer = 'Summarize in Parts';
    const job = await summaryOf([uri], smallModel);
    answer = undefined;
    question = undefined;
    const respond = await summaryAgain(job?.question.attachments ?? [], model);
    assert.equal(question, undefined);
    const asked: string[] = [];
    const plain: Respond = async function* ({ messages }) {
      asked.push(JSON.stringify(messages));
      yield { type: 'finish', reason: 'stop' };
    };
    const events = respond?.(plain)({ model: 'm', messages: [] }, new AbortController().signal) ?? [];
    for await (const event of events) assert.equal(event.type, 'finish');
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /a dull boy/);
    await rm(uri.fsPath);
    assert.equal(await summaryAgain(job?.question.attachments ?? [], model), undefined);
  });

  test('targets are what was clicked, all that is selected, or the active editor', async () => {
    const [one, two] = [await file('1.txt', '1'), await file('2.txt', '2')];
    assert.deepEqual(targetsOf([one]), [one]);
    assert.deepEqual(targetsOf([one, [one, two]]), [one, two]);
    assert.deepEqual(targetsOf([one, { groupId: 0, editorIndex: 1 }]), [one]);
    assert.deepEqual(targetsOf([one, ['file:///etc/passwd', null, 7]]), [one]);
    assert.deepEqual(targetsOf([]), []);
    assert.deepEqual(targetsOf([{ path: '/etc/passwd', scheme: 'file' }]), []);
    await vscode.window.showTextDocument(two);
    assert.deepEqual(targetsOf([]).map(String), [two.toString()]);
  });
});
