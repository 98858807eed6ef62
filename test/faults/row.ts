/** One row of the table of faults, as it travels out of the extension host. */
export interface FaultRow {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  /** What each case showed. */
  readonly seen: readonly string[];
  readonly failed: number;
  readonly cannotArise?: string;
}
