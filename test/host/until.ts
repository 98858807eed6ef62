/** A machine can be busy with something else for long; who waits for a state loses nothing by being patient. */
const stateTimeoutMs = 30_000;

/** Waits for a state, never for a time; what was awaited is in the failure's stack. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs = stateTimeoutMs): Promise<void> {
  const failure = new Error(`Not within ${limitMs} ms: ${holds.toString()}`);
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw failure;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
