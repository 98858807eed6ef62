import type { Said } from '../../servers/said.ts';

/** How an answer ends; each dialect has its own words for it. */
export type End = 'stop' | 'calls' | 'limit' | 'filter';

/** An answer that every dialect can write down. */
export interface Case {
  readonly said: readonly Said[];
  readonly end: End;
}

const text = (...pieces: readonly string[]): Said => ({ type: 'text', pieces });
const reasoning = (...pieces: readonly string[]): Said => ({ type: 'reasoning', pieces });
const call = (id: string, name: string, ...pieces: readonly string[]): Said => ({ type: 'call', id, name, pieces });

/** Answers that clients are to read alike, by what is special about them. */
export const cases: Readonly<Record<string, Case>> = {
  'text whose characters are cut by the writes': {
    said: [text('Grüß ', 'Gott, 日本', '語 👩🏽‍💻!', '\n"quoted" \\ \u2028', 'end')],
    end: 'stop',
  },
  reasoning: { said: [reasoning('Hm, ', 'so 日本.'), text('Yes.')], end: 'stop' },
  'parallel calls, one without arguments, after text': {
    said: [
      text('Let me look.'),
      call('call_a', 'weather', '{"city":"Zür', 'ich","days":[1,', '2]}'),
      call('call_b', 'clock'),
      call('call_c', 'weather', '{"city":"東京"}'),
    ],
    end: 'calls',
  },
  'a call after reasoning': {
    said: [reasoning('I need it.'), call('call_a', 'look', '{"at":{"x":1.5,"deep":[null,true]}}')],
    end: 'calls',
  },
  'an answer cut off at the limit': { said: [text('Once upon')], end: 'limit' },
  'an answer stopped by a filter': { said: [text('I wo')], end: 'filter' },
};
