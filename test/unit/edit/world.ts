import assert from 'node:assert/strict';
import { sameLines, spliceBetween } from '../../../src/edit/lines.ts';
import { changeFor, type Change } from '../../../src/edit/region.ts';
import { begin, isUnsettled, nextWrite, type Input, type Session, type Write } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { fakeDocument } from './fakeDocument.ts';
import type { Plan } from './lives.ts';
import { isAnswerOverRest, isHalfWritten, shadowOf, type Lines, type Shadow } from './shadow.ts';

/** An edit by the machine, beside what it should be. */
export interface Edit {
  readonly plan: Plan;
  readonly shadow: Shadow;
  session: Session;
  /** A write that is under way: what is sent meanwhile comes before it has landed. */
  underWay: Write | undefined;
}

/** The lines between the edits, and those of the edits, as they should be in the document. */
interface Layout {
  readonly gaps: readonly Lines[];
  readonly texts: readonly Lines[];
}

/** What undo and redo lead to. */
interface Stop extends Layout {
  /** Which of the texts had been written in part only. */
  readonly halves: readonly boolean[];
}

/** What the host can tell of a change. */
type How = Pick<Extract<Input, { readonly type: 'changed' }>, 'by'>;

const mostWrites = 8;

/** A document with several edits, each brought into it as the host does, and checked at each write. */
export class World {
  readonly edits: readonly Edit[];
  readonly document;
  readonly begun: Layout;
  gaps: readonly Lines[];
  isClosed = false;
  wasReadAgain = false;
  typed = 0;
  /** Who made the last undo step. */
  last: Edit | undefined;
  readonly #done: Stop[] = [];
  readonly #undone: Stop[] = [];

  constructor(plans: readonly Plan[]) {
    this.gaps = [...plans.map((_plan, index) => [`gap ${index}`, `above ${index}`]), ['below', 'bottom']];
    let start = 0;
    this.edits = plans.map((plan, index) => {
      start += this.gaps[index]?.length ?? 0;
      const session = begin({ start, count: plan.original.length }, plan.original);
      start += plan.original.length;
      return { plan, shadow: shadowOf(plan.original, plan.answers[0] ?? []), session, underWay: undefined };
    });
    this.document = fakeDocument(this.#lines());
    this.begun = this.#layout();
  }

  startOf(edit: Edit): number {
    const index = this.edits.indexOf(edit);
    const above = this.gaps.slice(0, index + 1).flat().length;
    return above + this.edits.slice(0, index).flatMap(({ shadow }) => shadow.text).length;
  }

  send(edit: Edit, input: Input): void {
    edit.session = step(edit.session, input);
  }

  /** One write of an edit, which may touch nothing but its lines. */
  write(edit: Edit): boolean {
    const write = edit.underWay ?? nextWrite(edit.session);
    edit.underWay = undefined;
    if (write === undefined) return false;
    const start = this.startOf(edit);
    const { text } = edit.shadow;
    const before = this.#layout();
    const { stepCount } = this.document;
    const change = this.document.write(write);
    edit.shadow.text = text.toSpliced(write.start - start, write.count, ...write.lines);
    assert.ok(write.start >= start && write.start + write.count <= start + text.length, 'writes to its lines alone');
    this.#note(before, stepCount);
    this.expectDocument('after a write');
    this.last = edit;
    this.send(edit, { type: 'wrote', write });
    for (const other of this.edits) {
      if (other === edit) continue;
      other.shadow.steps = undefined;
      // It was made for a document that is no longer this one.
      other.underWay = undefined;
      this.send(other, { type: 'changed', changes: [change], read: this.document.read });
    }
    return true;
  }

  /** What is under way lands before anything else changes the document. */
  land(): void {
    for (const edit of this.edits) if (edit.underWay !== undefined) this.write(edit);
  }

  /** Everything is written that is to be written, and everything is as it should be. */
  settle(): void {
    this.land();
    for (const edit of this.edits) {
      for (let left = mostWrites; this.write(edit); left -= 1) assert.ok(left > 0, 'comes to an end');
    }
    this.expectDocument('when all is written');
    for (const [index, edit] of this.edits.entries()) this.#expect(edit, `edit ${index}`);
  }

  /** Someone else's change; the new layout says what it did. */
  change(change: Change, { gaps, texts }: Partial<Layout>, how: How = {}): void {
    this.land();
    const before = this.#layout();
    const { stepCount } = this.document;
    this.document.change(change);
    this.#take({ gaps: gaps ?? before.gaps, texts: texts ?? before.texts });
    this.#note(before, stepCount);
    this.last = undefined;
    this.tell([change], how);
  }

  /** All edits are told of changes by others. */
  tell(changes: readonly Change[], how: How): void {
    for (const edit of this.edits) {
      edit.shadow.steps = undefined;
      this.send(edit, { type: 'changed', changes, read: this.document.read, ...how });
    }
    this.expectDocument('after a change');
  }

  /** Undo or redo in the document; undefined when there is nothing. The edits are not told yet. */
  travel(way: 'undo' | 'redo'): { changes: readonly Change[]; halves: readonly boolean[] } | undefined {
    this.land();
    const [from, to] = way === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const changes = this.document[way]();
    const stop = from.pop();
    if (changes === undefined || stop === undefined) return undefined;
    to.push(this.#layout());
    this.#take(stop);
    this.last = undefined;
    return { changes, halves: stop.halves };
  }

  expectDocument(why: string): void {
    if (!sameLines(this.document.lines, this.#lines())) assert.deepEqual(this.document.lines, this.#lines(), why);
  }

  #expect({ session, shadow, underWay }: Edit, name: string): void {
    assert.equal(underWay, undefined);
    const { state, text, expected } = shadow;
    const phases: readonly string[] = state === 'over' ? ['accepted', 'rejected', 'interrupted'] : [state];
    assert.ok(phases.includes(session.phase), `${name} should be ${state}, is ${session.phase}`);
    if (expected !== undefined) assert.deepEqual(text, expected, `${name}, ${state}`);
    else assert.ok(isAnswerOverRest(text, shadow), `${name}: what came and then the rest, not ${JSON.stringify(text)}`);
    if (state === 'streaming' || state === 'reviewing')
      assert.deepEqual(session.held, text, `${name} knows what it holds`);
    if (state === 'reviewing') assert.equal(isUnsettled(session), false);
    if (state !== 'reviewing' || shadow.steps === undefined) return;
    assert.equal(this.document.stepCount, shadow.steps.at + shadow.steps.more, `${name}: undo steps`);
  }

  #note(before: Stop, stepCount: number): void {
    if (this.document.stepCount > stepCount) this.#done.push(before);
    this.#undone.length = 0;
  }

  #take({ gaps, texts }: Layout): void {
    this.gaps = gaps;
    for (const [index, { shadow }] of this.edits.entries()) shadow.text = texts[index] ?? [];
  }

  #layout(): Stop {
    const shadows = this.edits.map(({ shadow }) => shadow);
    return { gaps: this.gaps, texts: shadows.map(({ text }) => text), halves: shadows.map(isHalfWritten) };
  }

  #lines(): Lines {
    return this.gaps.flatMap((gap, index) => [...gap, ...(this.edits[index]?.shadow.text ?? [])]);
  }
}

/** One change of whole lines that makes one text of another, as a file that is read again is put in. */
export function changeTo(from: Lines, to: Lines): Change {
  return changeFor(spliceBetween(from, to), {
    lineCount: from.length,
    eol: '\n',
    lengthOf: (line) => from[line]?.length ?? 0,
  });
}
