import { diskRows } from './diskRows.ts';
import { fileRows } from './fileRows.ts';
import { killRows } from './killRows.ts';
import { windowRows } from './windowRows.ts';
import type { Row } from './row.ts';

/** S01 to S20, in order; one number may have several. */
export const rows: readonly Row[] = [...killRows, ...fileRows, ...diskRows, ...windowRows].toSorted((a, b) =>
  a.id.localeCompare(b.id),
);
