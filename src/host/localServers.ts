import type { ModelInfo } from '../llm/provider.ts';
import type { Connection } from '../providers/connections.ts';

/** How long a server on this machine may take to say that it is there. */
const answerWithinMs = 1_000;

/**
 * The model servers that answer on this machine and have a model to ask. In a remote window this machine is the remote one.
 */
export async function localServers(
  connections: readonly Connection[],
  list: (connection: Connection, signal: AbortSignal) => Promise<readonly ModelInfo[]>,
): Promise<readonly Connection[]> {
  const local = connections.filter(({ provider }) => provider.local);
  const answers = await Promise.all(
    local.map((connection) =>
      list(connection, AbortSignal.timeout(answerWithinMs)).then(
        (models) => models.length > 0,
        () => false,
      ),
    ),
  );
  return local.filter((_, index) => answers[index]);
}
