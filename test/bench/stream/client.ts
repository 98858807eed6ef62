/** Asks a server once and reads the whole answer; gives how many characters of text there were. */
export type Read = (baseUrl: string) => Promise<number>;

/** What one reading took. */
export interface Reading {
  readonly characters: number;
  readonly cpuMs: number;
  readonly calledMs: number;
  readonly peakMb: number;
}

/** Reads what its parent tells it to, one address after the other, and reports; ends with its parent. */
export function serve(read: Read): void {
  process.on('message', (baseUrl) => {
    void measured(read, String(baseUrl)).then((reading) => process.send?.(reading));
  });
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
}

async function measured(read: Read, baseUrl: string): Promise<Reading> {
  const before = process.cpuUsage();
  const calledMs = performance.timeOrigin + performance.now();
  const characters = await read(baseUrl);
  const { user, system } = process.cpuUsage(before);
  return { characters, cpuMs: (user + system) / 1_000, calledMs, peakMb: process.resourceUsage().maxRSS / 1_024 };
}
