import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resumed, versionsOf } from '../../../src/model/branches.ts';
import { emptyTranscript, fold, isRunning, type ChatEvent, type Transcript } from '../../../src/model/transcript.ts';
import { randomNumbers } from '../chat/random.ts';

const asks = (id: string): ChatEvent => ({ type: 'user', id, at: 1, text: id, attachments: [] });
const starts = (id: string): ChatEvent => ({
  type: 'assistant',
  id,
  at: 2,
  model: { connection: 'c', model: 'm' },
  label: 'M',
});
const says = (id: string): ChatEvent => ({ type: 'stream', id, event: { type: 'text', delta: id } });
const ends = (id: string): ChatEvent => ({ type: 'stream', id, event: { type: 'finish', reason: 'stop' } });
const answers = (id: string): ChatEvent[] => [starts(id), says(id), ends(id)];
const exchange = (n: string): ChatEvent[] => [asks(`q${n}`), ...answers(`a${n}`)];
const rewinds = (to: string): ChatEvent => ({ type: 'rewind', to });
const switches = (to: string): ChatEvent => ({ type: 'switch', to });
const deletes = (id: string): ChatEvent => ({ type: 'delete', id });
const restores = (id: string): ChatEvent => ({ type: 'restore', id });

const after = (...events: ChatEvent[]): Transcript => events.reduce(fold, emptyTranscript);
const idsOf = (turns: Transcript['turns'] = []) => turns.map(({ id }) => id);
const shown = (transcript: Transcript) => idsOf(transcript.turns).join(' ');

describe('branches of a conversation', () => {
  const edited = [...exchange('1'), ...exchange('2'), rewinds('q1'), ...exchange('3')];

  it('an edit keeps what it replaces as another version, with all that came after', () => {
    const transcript = after(...edited);
    assert.equal(shown(transcript), 'q3 a3');
    assert.deepEqual(versionsOf(transcript).get('q3'), ['q1', 'q3']);
    assert.equal(versionsOf(transcript).has('a3'), false);
    const back = fold(transcript, switches('q1'));
    assert.equal(shown(back), 'q1 a1 q2 a2');
    assert.deepEqual(back.turns, after(...exchange('1'), ...exchange('2')).turns);
    assert.equal(shown(fold(back, switches('q3'))), 'q3 a3');
  });

  it('an answer given anew stands beside the first, and what follows goes with the one it was asked after', () => {
    const transcript = after(...exchange('1'), rewinds('a1'), ...answers('b1'), switches('a1'), ...exchange('2'));
    assert.equal(shown(transcript), 'q1 a1 q2 a2');
    assert.deepEqual(versionsOf(transcript).get('a1'), ['a1', 'b1']);
    const other = fold(transcript, switches('b1'));
    assert.equal(shown(other), 'q1 b1');
    assert.equal(shown(fold(other, switches('a1'))), 'q1 a1 q2 a2', 'on to what was said last');
  });

  it('an answer that came to nothing is no version, unless it is the one that is shown', () => {
    const failed = after(...exchange('1'), rewinds('a1'), starts('b1'));
    assert.deepEqual(versionsOf(failed).get('b1'), ['a1', 'b1']);
    const again = [rewinds('b1'), ...answers('c1')].reduce(fold, failed);
    assert.deepEqual(versionsOf(again).get('c1'), ['a1', 'c1']);
    assert.deepEqual(versionsOf(after(asks('q1'), starts('a1'), rewinds('a1'), ...answers('b1'))), new Map());
  });

  it('without branches nothing is noted of them', () => {
    assert.deepEqual(Object.keys(after(...exchange('1'), switches('q1'), switches('x'), deletes('x'))), ['turns']);
    assert.deepEqual(versionsOf(after(...exchange('1'))), new Map());
  });

  it('what is deleted in the middle leaves the rest, and comes back to its place', () => {
    const all = after(...exchange('1'), ...exchange('2'), ...exchange('3'));
    const transcript = fold(all, deletes('q2'));
    assert.equal(shown(transcript), 'q1 a1 q3 a3');
    assert.deepEqual(versionsOf(transcript), new Map());
    assert.deepEqual(fold(transcript, restores('q2')).turns, all.turns);
    assert.equal(fold(transcript, deletes('q2')), transcript);
    assert.equal(fold(all, restores('q2')), all);
  });

  it('when the last one is deleted, its other version is shown, or nothing', () => {
    const transcript = fold(after(...edited), deletes('q3'));
    assert.equal(shown(transcript), 'q1 a1 q2 a2');
    assert.deepEqual(versionsOf(transcript), new Map());
    assert.equal(shown(fold(transcript, restores('q3'))), 'q3 a3');
    const empty = fold(after(...exchange('1')), deletes('q1'));
    assert.equal(shown(empty), '');
    assert.equal(shown(fold(empty, restores('q1'))), 'q1 a1');
    assert.equal(shown(after(...exchange('1'), deletes('q1'), ...exchange('2'), restores('q1'))), 'q1 a1');
  });

  it('what came after a deleted question is another version of what stands beside that', () => {
    const transcript = after(...edited, switches('q1'), deletes('q1'));
    assert.equal(shown(transcript), 'q2 a2');
    assert.deepEqual(versionsOf(transcript).get('q2'), ['q2', 'q3']);
  });

  it('an answer alone can be deleted', () => {
    assert.equal(shown(after(...exchange('1'), ...exchange('2'), deletes('a1'))), 'q1 q2 a2');
  });

  it('nothing is shown of a deleted turn, and nothing leads to it', () => {
    const transcript = after(...edited, deletes('q3'));
    assert.equal(fold(transcript, switches('q3')), transcript);
    assert.equal(fold(transcript, switches('a3')), transcript);
  });

  it('what a crash cut off before the new question came is taken up again', () => {
    const cut = after(...exchange('1'), ...exchange('2'), rewinds('q2'));
    assert.equal(shown(cut), 'q1 a1');
    assert.equal(shown(resumed(cut)), 'q1 a1 q2 a2');
    const whole = after(...edited);
    assert.equal(resumed(whole), whole);
    const plain = after(...exchange('1'));
    assert.equal(resumed(plain), plain);
  });

  it('a file in which an id stands twice leads nowhere in a circle', () => {
    const twice = after(asks('q'), ...answers('a'), asks('q'), ...answers('a'), rewinds('a'), asks('q'), switches('a'));
    assert.ok(twice.turns.length > 0);
    versionsOf(twice);
  });
});

/** One step a user can take, as events. */
function step(transcript: Transcript, made: number, random: (below: number) => number): ChatEvent[] {
  const all = [...transcript.turns, ...(transcript.aside ?? [])];
  const one = all[random(all.length)];
  const seen = transcript.turns[random(transcript.turns.length)];
  switch (random(7)) {
    case 0:
      return seen === undefined ? [] : [rewinds(seen.id), ...(seen.role === 'user' ? [asks(`q${made}`)] : [])];
    case 1:
      return one === undefined ? [] : [switches(one.id)];
    case 2:
      return one === undefined ? [] : [deletes(one.id)];
    case 3:
      return one === undefined ? [] : [restores(one.id)];
    case 4:
      return one?.role === 'assistant' ? [{ type: 'continue', id: one.id, at: 1 }, says(one.id), ends(one.id)] : [];
    default:
      return exchange(String(made));
  }
}

const deletedIn = ({ links = [] }: Transcript) => new Set(links.filter(({ deleted }) => deleted).map(({ id }) => id));

describe('any interleaving of asking, editing, switching, deleting and undoing', () => {
  for (let seed = 1; seed <= 60; seed++) {
    it(`loses no turn, and each can be shown (seed ${seed})`, () => {
      const random = randomNumbers(seed);
      let transcript = emptyTranscript;
      const texts = new Map<string, string>();
      for (let made = 0; made < 40; made++) {
        for (const event of step(transcript, made, random)) {
          transcript = fold(transcript, event);
          if (event.type === 'user') texts.set(event.id, event.text);
          if (event.type === 'assistant') texts.set(event.id, '');
          if (event.type === 'stream' && event.event.type === 'text')
            texts.set(event.id, texts.get(event.id) + event.event.delta);
        }
        check(transcript, texts);
      }
    });
  }

  function check(transcript: Transcript, texts: ReadonlyMap<string, string>): void {
    const all = [...transcript.turns, ...(transcript.aside ?? [])];
    const textOf = (turn: (typeof all)[number]) =>
      turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join('');
    assert.deepEqual(new Map(all.map((turn) => [turn.id, textOf(turn)])), texts);
    const ids = idsOf(transcript.turns);
    const deleted = deletedIn(transcript);
    assert.ok(ids.every((id) => !deleted.has(id)));
    assert.equal(isRunning(transcript), false);
    const versions = versionsOf(transcript);
    for (const [id, group] of versions) {
      assert.ok(group.includes(id));
      const other = fold(transcript, switches(id));
      assert.ok(idsOf(other.turns).includes(id), `${id} can be shown`);
      assert.equal(group.filter((one) => idsOf(other.turns).includes(one)).length, 1, 'one version at a time');
    }
    for (const { id } of all.filter((turn) => !deleted.has(turn.id))) {
      assert.ok(idsOf(fold(transcript, switches(id)).turns).includes(id));
    }
    for (const { id } of transcript.turns) {
      const restoredAgain = fold(fold(transcript, deletes(id)), restores(id));
      assert.ok(idsOf(restoredAgain.turns).includes(id));
    }
  }
});
