import type { ApplyCase } from './applyCase.ts';
import { codeCases } from './codeCases.ts';
import { diffCases } from './diffCases.ts';
import { elisionCases } from './elisionCases.ts';
import { fileCases } from './fileCases.ts';
import { formCases } from './formCases.ts';
import { markCases } from './markCases.ts';
import { searchCases } from './searchCases.ts';

/** The whole corpus, by what a case is about: the tests and the benchmark read the same. */
export const applyFamilies: Readonly<Record<string, readonly ApplyCase[]>> = {
  'a diff': [...diffCases, ...markCases],
  'a search/replace block': searchCases,
  'a block of code': codeCases,
  'an elision': elisionCases,
  'the form of a file': formCases,
  'a whole file, another, or none': fileCases,
};
