import { brokenFaults } from './brokenFaults.ts';
import { bytesFaults, largeFaults } from './bytesFaults.ts';
import type { Fault } from './fault.ts';
import { refusalFaults } from './refusalFaults.ts';
import { slowFaults, timeFaults } from './timeFaults.ts';
import { toolCallFaults } from './toolCallFaults.ts';
import { windowFaults } from './windowFaults.ts';

/** F01 to F40, and what is only worth the time now and then. */
export const faults: readonly Fault[] = [
  ...[...refusalFaults, ...brokenFaults, ...bytesFaults, ...toolCallFaults, ...timeFaults, ...windowFaults].toSorted(
    (a, b) => a.id.localeCompare(b.id, 'en'),
  ),
  ...largeFaults,
  ...slowFaults,
];
