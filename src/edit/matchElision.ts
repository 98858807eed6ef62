const comment = /^(?:\/\/+|#+|--|;+|%+|\/\*+|<!--|\{\s*\/\*+|"""|'''|\(\*)\s*(.*?)\s*(?:\*\/\s*\}?|-->|"""|'''|\*\))?$/;

const words =
  /\b(rest of (the|your|this)|the rest\b|existing\b.*\b(code|content|methods?|functions?|imports?|props|properties|fields|logic|implementation|tests?|styles|rules)|unchanged|(remains?|stays?|is|are) (the same|as is|as before)|same as (before|above)|omitted|for brevity|no changes|(other|remaining|previous) (methods?|code|functions?|imports|properties|fields|cases|handlers|routes|tests|styles|rules|props|items|fields|parts?|sections?|keys|entries|settings|dependencies|scripts))\b/i;

/**
 * True for a line by which a model stands in for lines it did not write: "// ... existing code ...", "# rest unchanged".
 * A comment that the file has is never one; the caller knows.
 */
export function isElision(line: string): boolean {
  const bare = line.trim();
  if (/^([[({]?\s*(\.{3}|…)\s*[\])}]?,?)$/.test(bare)) return true;
  const said = comment.exec(bare)?.[1];
  if (said === undefined || said.length > 120) return false;
  if (/^(\.{3}|…)/.test(said)) return !/^\.{3}\w/.test(said) || words.test(said);
  return words.test(said) && (/(\.{3}|…)$/.test(said) || said.split(' ').length <= 10);
}

/** True for an elision in the middle of a line, whose extent nobody knows: `{ /* ... *\/ }`. */
export function hidesWithin(line: string): boolean {
  return /\/\*\s*(\.{3}|…)[^*]*\*\/|\{\s*(\.{3}|…)\s*\}|\(\s*…\s*\)/.test(line) && !isElision(line);
}

/** True for an elision that cannot be meant as a comment: it has dots at an end, or is one of the set phrases. */
export function isPlainElision(line: string): boolean {
  const bare = line.trim();
  const said = comment.exec(bare)?.[1];
  if (!isElision(line) || said === undefined) return isElision(line);
  return (
    /^(\.{3}|…)|(\.{3}|…)$/.test(said) ||
    /^((the |your )?(rest|existing|other|remaining|previous|same)\b.*\b(unchanged|same|as before|as is|as above|here|omitted|brevity|goes here)|unchanged|no changes|same as (before|above)|existing code|(the )?rest of (the|your) (code|file|function|class|method|component|module|implementation)|.*\bfor brevity)\W*$/i.test(
      said,
    )
  );
}
