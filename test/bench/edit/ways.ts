import * as vscode from 'vscode';
import { InlineEdits } from '../../../src/host/inlineEdit.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { region, replacement, text } from './text.ts';

/** Lines that come one by one, at a pace; `sentMs` says when. */
export interface Feed {
  readonly sentMs: number[];
  lines(): AsyncGenerator<string>;
}

/** A way to bring lines that come into the document; resolves when the last one is there. */
export type Way = (editor: vscode.TextEditor, feed: Feed) => Promise<void>;

/** A pace that catches up: timers are later than they were asked to be. */
export function feed(msALine: number): Feed {
  const sentMs: number[] = [];
  return {
    sentMs,
    async *lines() {
      const begunMs = performance.now();
      for (const [index, line] of replacement.entries()) {
        const due = begunMs + index * msALine;
        if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
        sentMs.push(performance.now());
        yield line;
      }
    },
  };
}

/** The real thing: the command, its box, and a model whose answer is the lines in a code block. */
const parley: Way = async (editor, { lines }) => {
  const asked = Promise.withResolvers<true>();
  const edits = new InlineEdits({
    recents: { list: () => ['Rename it'], add: () => {} },
    respond: () => Promise.resolve({ model: { connection: 'paced', model: 'paced' }, label: 'Paced', respond: answer }),
  });
  async function* answer(): AsyncGenerator<StreamEvent> {
    asked.resolve(true);
    yield { type: 'text', delta: '```\n' };
    for await (const line of lines()) yield { type: 'text', delta: `${line}\n` };
    yield { type: 'text', delta: '```\n' };
    yield { type: 'finish', reason: 'stop' };
  }
  editor.selection = new vscode.Selection(region.start, 0, region.start + region.count - 1, 1);
  const ended = edits.start();
  const soon = () => new Promise<false>((resolve) => setTimeout(resolve, 20, false));
  while (!(await Promise.race([asked.promise, soon()])))
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await ended;
  edits.accept();
  edits.dispose();
};

/** What is simplest: at each line all of the region again, what came above what is left of the original. */
const wholeRegion: Way = async (editor, { lines }) => {
  const original = text.slice(region.start, region.start + region.count);
  const range = new vscode.Range(region.start, 0, region.start + region.count, 0);
  const come: string[] = [];
  let written = Promise.resolve();
  for await (const line of lines()) {
    come.push(line);
    const all = [...come, ...original.slice(come.length)].map((each) => `${each}\n`).join('');
    written = written.then(async () => {
      await editor.edit((edit) => edit.replace(range, all), { undoStopBefore: false, undoStopAfter: false });
    });
  }
  await written;
};

export const ways: Readonly<Record<string, Way>> = { Parley: parley, 'whole region at each line': wholeRegion };
