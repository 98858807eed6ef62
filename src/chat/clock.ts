/** Time, injected so that tests wait for nothing. The clock of `llm` fits. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after the delay; the function returned calls it off. */
  after(delayMs: number, run: () => void): () => void;
}
