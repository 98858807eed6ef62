/** One frame of a streamed response. */
export interface Frame {
  readonly data: string;
  readonly name: string | undefined;
}

/** Cuts one response's bytes into frames. Pushed rather than pulled, so that a frame costs neither a promise nor a turn. */
export interface Cutter {
  /** The frames that these bytes complete. Throws a {@link Failure} when a frame grows past all bounds. */
  push(bytes: Uint8Array): readonly Frame[];
  /** The bytes ended: a last frame that only lacks its terminator. */
  end(): readonly Frame[];
}

export type Framing = () => Cutter;
