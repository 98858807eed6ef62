import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, mock } from 'node:test';
import * as vscode from 'vscode';
import { InlineEdits } from '../../src/host/inlineEdit.ts';
import type { InlineEditDeps } from '../../src/host/inlineEditLives.ts';
import { fakeInputs, type FakeInputs } from './fakeInputs.ts';
import { fakeModel, type FakeModel } from './fakeModel.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

/** First and last line of a selection, 0-based. */
export type Lines = readonly [first: number, last: number];

/** What inline edits need to be played through: files, and a model for each request. */
export interface EditStage {
  readonly folder: string;
  readonly edits: InlineEdits;
  /** What outlives the window. */
  readonly state: ReturnType<typeof memoryState>;
  readonly inputs: FakeInputs;
  /** Ends all edits as the editor does when its window is closed, and begins anew. */
  reopen(): void;
  /** One for each request, in the order in which they were asked for. */
  readonly models: readonly FakeModel[];
  /** An editor on a new file with these lines selected. */
  open(text: string | Uint8Array, ...selected: readonly Lines[]): Promise<vscode.TextEditor>;
  /** Selects lines and starts an edit for each selection. */
  start(editor: vscode.TextEditor, ...selected: readonly Lines[]): Promise<readonly FakeModel[]>;
  /** What stands above the regions, without icons. */
  lenses(document: vscode.TextDocument): Promise<string>;
  /** How many edits can be accepted. */
  reviewable(document: vscode.TextDocument): Promise<number>;
  /** The ids of the edits there are, from the top. */
  ids(document: vscode.TextDocument): Promise<readonly string[]>;
  onDisk(document: vscode.TextDocument): Promise<string>;
}

/** Sets the stage for each test of a suite, and strikes it. */
export function editStage(more: Partial<InlineEditDeps> = {}): EditStage {
  const models: FakeModel[] = [];
  const made: {
    folder?: string;
    edits?: InlineEdits;
    state?: ReturnType<typeof memoryState>;
    inputs?: FakeInputs;
    files: number;
  } = { files: 0 };
  const needed = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The stage is set in a test only.');
    return value;
  };
  const begin = () => {
    made.edits = new InlineEdits({
      respond: () => {
        const model = fakeModel();
        models.push(model);
        return Promise.resolve(model);
      },
      recents: { list: () => [], add: () => {} },
      state: needed(made.state),
      ...more,
    });
  };

  before(async () => {
    made.folder = await mkdtemp(join(tmpdir(), 'parley-edits-'));
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  });
  after(() => rm(needed(made.folder), { recursive: true, force: true }));
  beforeEach(() => {
    models.length = 0;
    made.inputs = fakeInputs();
    made.state = memoryState();
    begin();
  });
  afterEach(async () => {
    mock.restoreAll();
    made.edits?.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const editor of vscode.window.visibleTextEditors) {
      await vscode.window.showTextDocument(editor.document, { preview: false });
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const lensesOf = ({ uri }: vscode.TextDocument) =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);

  return {
    get folder() {
      return needed(made.folder);
    },
    get edits() {
      return needed(made.edits);
    },
    get state() {
      return needed(made.state);
    },
    reopen() {
      needed(made.edits).dispose();
      begin();
    },
    get inputs() {
      return needed(made.inputs);
    },
    models,
    async open(text, ...selected) {
      const path = join(needed(made.folder), `file${(made.files += 1)}.js`);
      await writeFile(path, text);
      const document = await vscode.workspace.openTextDocument(path);
      const editor = await vscode.window.showTextDocument(document, { preview: false });
      if (selected.length > 0) editor.selections = selected.map((lines) => selectionOf(document, lines));
      return editor;
    },
    async start(editor, ...selected) {
      editor.selections = selected.map((lines) => selectionOf(editor.document, lines));
      const from = models.length;
      needed(made.inputs).script({ type: 'Fix it' });
      void needed(made.edits).start();
      await until(() => models.slice(from).filter(({ requests }) => requests.length > 0).length >= selected.length);
      return models.slice(from);
    },
    async lenses(document) {
      const titles = (await lensesOf(document)).map(({ command }) => command?.title.replace(/\$\([^)]*\) /g, ''));
      return titles.join(' | ');
    },
    async reviewable(document) {
      return (await lensesOf(document)).filter(({ command }) => command?.command === 'parley.edit.accept').length;
    },
    async ids(document) {
      const ids = (await lensesOf(document)).map(({ command }) => command?.arguments?.[0] as unknown);
      return [...new Set(ids)].filter((id) => typeof id === 'string');
    },
    onDisk: ({ uri }) => readFile(uri.fsPath, 'utf8'),
  };
}

function selectionOf(document: vscode.TextDocument, [first, last]: Lines): vscode.Selection {
  return new vscode.Selection(first, 0, last, document.lineAt(last).text.length);
}
