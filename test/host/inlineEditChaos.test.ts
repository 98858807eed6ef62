import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { numbersBelow } from '../unit/random.ts';
import { hunkKey, hunksBetween } from '../../src/edit/diff.ts';
import { editStage } from './editStage.ts';
import type { FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const lives = 25;
const firstSeed = Number(process.env['PARLEY_TEST_SEED'] ?? Date.now() % 1_000_000_000);

/** One edit as it should be; `held` is what its lines hold once nothing moves any more. */
interface Shadow {
  readonly id: string;
  readonly model: FakeModel;
  readonly original: readonly string[];
  readonly answer: readonly string[];
  arrived: number;
  phase: 'streaming' | 'reviewing' | 'over';
  base: readonly string[];
  held: readonly string[];
}

/** Several edits in one real document, with a person who types, saves and decides while they are written. */
describe('inline edits, come what may', () => {
  const stage = editStage();

  async function live(seed: number): Promise<void> {
    const random = generator(seed);
    const outside = ['top();', 'middle();\nmiddle();', 'more();\nmore();', 'end();'];
    const original = [0, 1, 2].map((index) => random.lines(index, 1));
    const parts = () =>
      [0, 1, 2].flatMap((index) => [outside[index] ?? '', ...(shadows[index]?.held ?? original[index] ?? [])]);
    const shadows: Shadow[] = [];
    const expected = () => [...parts(), outside[3]].join('\n');
    const editor = await stage.open(expected());
    const { document } = editor;
    const starts = original.map(
      (_lines, index) =>
        [...outside.slice(0, index + 1), ...original.slice(0, index).flat()].join('\n').split('\n').length,
    );
    const models = await stage.start(
      editor,
      ...original.map((lines, index) => [starts[index] ?? 0, (starts[index] ?? 0) + lines.length - 1] as const),
    );
    const ids = await stage.ids(document);
    assert.equal(ids.length, 3);
    for (const [index, model] of models.entries()) {
      const lines = original[index] ?? [];
      const id = ids[index] ?? '';
      shadows.push({
        id,
        model,
        original: lines,
        answer: random.answer(lines),
        arrived: 0,
        phase: 'streaming',
        base: lines,
        held: lines,
      });
    }
    const log: string[] = [];
    const settled = () => shadows.every(({ phase }) => phase !== 'streaming');
    const isWhole = (text: string) => {
      // What the model said last may not have come yet.
      const allowed = shadows.map(({ original: old, answer, base, held }) => [old, answer, base, held]);
      return (allowed[0] ?? []).some((a) =>
        (allowed[1] ?? []).some((b) =>
          (allowed[2] ?? []).some(
            (c) => [outside[0], ...a, outside[1], ...b, outside[2], ...c, outside[3]].join('\n') === text,
          ),
        ),
      );
    };

    const actions: Record<string, (shadow: Shadow) => Promise<void> | void> = {
      write: (shadow) => {
        if (shadow.phase !== 'streaming') return;
        const next = shadow.answer.slice(shadow.arrived, shadow.arrived + 1 + random.below(3));
        shadow.arrived += next.length;
        for (const line of next) shadow.model.write(`${line}\n`);
      },
      finish: (shadow) => {
        if (shadow.phase !== 'streaming') return;
        for (const line of shadow.answer.slice(shadow.arrived)) shadow.model.write(`${line}\n`);
        shadow.model.finish();
        shadow.held = shadow.answer;
        shadow.phase = same(shadow.answer, shadow.original) ? 'over' : 'reviewing';
      },
      fail: (shadow) => {
        if (shadow.phase !== 'streaming' || random.below(3) > 0) return;
        shadow.model.fail({ kind: 'network', message: 'Gone.' });
        shadow.phase = 'over';
      },
      reject: (shadow) => {
        if (shadow.phase === 'over' || random.below(2) > 0) return;
        stage.edits.reject(shadow.id);
        shadow.held = shadow.base;
        shadow.phase = 'over';
      },
      accept: async (shadow) => {
        if (shadow.phase !== 'reviewing' || !settled()) return;
        await until(() => document.getText() === expected());
        stage.edits.accept(shadow.id);
        shadow.phase = 'over';
      },
      hunk: async (shadow) => {
        if (shadow.phase !== 'reviewing' || !settled()) return;
        await until(() => document.getText() === expected());
        const hunks = hunksBetween(shadow.base, shadow.held);
        const hunk = hunks[random.below(hunks.length)];
        if (hunk === undefined) return;
        const { original: was, proposal: is } = hunk;
        if (random.below(2) === 0) {
          await stage.edits.acceptHunk(shadow.id, hunkKey(hunk));
          shadow.base = shadow.base.toSpliced(
            was.start,
            was.count,
            ...shadow.held.slice(is.start, is.start + is.count),
          );
        } else {
          await stage.edits.rejectHunk(shadow.id, hunkKey(hunk));
          shadow.held = shadow.held.toSpliced(
            is.start,
            is.count,
            ...shadow.base.slice(was.start, was.start + was.count),
          );
        }
        if (same(shadow.base, shadow.held)) shadow.phase = 'over';
      },
      type: async () => {
        const where = random.below(4);
        const line = random.below(2) === 0 ? 'typed();\n' : '/* typed */ ';
        const mark = outside[where] ?? '';
        // Where it is by now, the document knows better than we do.
        await typeBefore(editor, mark, line);
        outside[where] = line + mark;
      },
      save: async () => {
        await document.save();
        const saved = await stage.onDisk(document);
        assert.ok(isWhole(saved), `saved by halves:\n${saved}`);
      },
    };
    const names = ['write', 'write', 'write', 'type', ...Object.keys(actions)];
    try {
      for (let count = 10 + random.below(20); count > 0; count -= 1) {
        const name = names[random.below(names.length)] ?? '';
        const index = random.below(3);
        log.push(`${name} ${index}`);
        const shadow = shadows[index];
        if (shadow !== undefined) await actions[name]?.(shadow);
      }
      for (const shadow of shadows) await actions['finish']?.(shadow);
      log.push('end');
      await until(() => document.getText() === expected());
      assert.ok(await document.save());
      assert.equal(await stage.onDisk(document), expected());
      stage.edits.rejectAll();
      for (const shadow of shadows) if (shadow.phase === 'reviewing') shadow.held = shadow.base;
      await until(() => document.getText() === expected());
    } catch (error) {
      const texts = `It holds:\n${document.getText()}\nIt should hold:\n${expected()}`;
      throw new Error(`PARLEY_TEST_SEED=${seed}: ${log.join(', ')}\n${texts}`, { cause: error });
    } finally {
      stage.edits.rejectAll();
    }
  }

  for (let seed = firstSeed; seed < firstSeed + lives; seed += 1) {
    test(`three edits in one file, seed ${seed}`, () => live(seed));
  }
});

/** Types in front of a text that is there once. */
async function typeBefore(editor: vscode.TextEditor, mark: string, typed: string): Promise<void> {
  const { document } = editor;
  await until(async () => {
    const offset = document.getText().indexOf(mark);
    assert.ok(offset >= 0, `${mark} is gone`);
    return editor.edit((edit) => edit.insert(document.positionAt(offset), typed));
  });
}

const same = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n');

/** The texts and answers of a seed. */
function generator(seed: number) {
  const below = numbersBelow(seed);
  const line = (region: number) => `r${region}(${below(6)});`;
  return {
    below,
    lines: (region: number, least: number) => Array.from({ length: least + below(6) }, () => line(region)),
    /** Some of the old lines, and some new ones; never none, which is an answer of another kind. */
    answer: (old: readonly string[]) => {
      const kept = old.flatMap((one) => (below(3) === 0 ? [] : below(3) === 0 ? [one, `new(${below(9)});`] : [one]));
      return kept.length === 0 ? [`new(${below(9)});`] : kept;
    },
  };
}
