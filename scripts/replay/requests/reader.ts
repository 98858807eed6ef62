import type { Request } from '../../../src/model/message.ts';
import type { Equivalence } from './equivalence.ts';
import type { Json } from './json.ts';

/** Understands the requests of one dialect, the reverse of its encoding. */
export interface RequestReader {
  readonly equivalences: readonly Equivalence[];
  /** Fields that Parley sends for a wish in words of its own, or not to every model: none of them alone is a fault. */
  readonly unsure: readonly string[];
  /** The request without its effort; the body is normalized. Throws {@link Inexpressible}. */
  read(body: Json, model: string): Request;
}
