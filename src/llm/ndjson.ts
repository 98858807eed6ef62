import * as l10n from '@vscode/l10n';
import { Failure } from './failure.ts';
import type { Cutter, Frame, Framing } from './framing.ts';

/** Longest value taken, in characters; a longer one is an attack or a fault. */
const maxValueLength = 16 * 1024 * 1024;

const [newline, quote, backslash] = [0x0a, 0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * One JSON value after another, a line each: https://github.com/ndjson/ndjson-spec. A value ends with its last bracket
 * and not with the line, so one that is spread over several lines is one frame, too. Other text is cut at line ends.
 */
export const ndjson: Framing = (): Cutter => {
  const decoder = new TextDecoder();
  const finder = new ValueEnds();
  let held = '';
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      const frames: Frame[] = [];
      let start = 0;
      for (const end of finder.find(text)) {
        const data = (held + text.slice(start, end)).trim();
        if (data !== '') frames.push({ data, name: undefined });
        held = '';
        start = end;
      }
      held += text.slice(start);
      if (held.length > maxValueLength)
        throw new Failure({ kind: 'bad-response', reason: l10n.t('{0} sent a line of more than 16 MB') });
      return frames;
    },
    end() {
      const data = (held + decoder.decode()).trim();
      return isWhole(data) ? [{ data, name: undefined }] : [];
    },
  };
};

/** Finds where values end, from one piece of text to the next. */
class ValueEnds {
  #depth = 0;
  #inString = false;
  #escaped = false;

  find(text: string): readonly number[] {
    const ends: number[] = [];
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (this.#inString ? this.#endsInString(code) : this.#ends(code)) ends.push(index + 1);
    }
    return ends;
  }

  /** A line end cannot be in a string, so there one value broke off and another may follow. */
  #endsInString(code: number): boolean {
    if (this.#escaped) this.#escaped = false;
    else if (code === backslash) this.#escaped = true;
    else if (code === quote) this.#inString = false;
    else if (code === newline) {
      this.#inString = false;
      this.#depth = 0;
      return true;
    }
    return false;
  }

  #ends(code: number): boolean {
    switch (code) {
      case newline:
        return this.#depth === 0;
      case quote:
        // Text outside of any value may have single ones.
        this.#inString = this.#depth > 0;
        return false;
      case openBrace:
      case openBracket:
        this.#depth++;
        return false;
      case closeBrace:
      case closeBracket:
        this.#depth = Math.max(0, this.#depth - 1);
        return this.#depth === 0;
      default:
        return false;
    }
  }
}

/** A connection that broke ends in half a value. */
function isWhole(data: string): boolean {
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}
