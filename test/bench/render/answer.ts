const words =
  'the limiter refills one token every interval and a burst empties the bucket at once so waiting callers are served in order of their arrival while `capacity` bounds what **may be** kept'.split(
    ' ',
  );

/** As many words, beginning anywhere, so that no two paragraphs are alike. */
function prose(count: number, seed: number): string {
  return Array.from({ length: count }, (_, index) => words[(seed * 7 + index) % words.length]).join(' ');
}

const code = (seed: number): string =>
  Array.from(
    { length: 18 },
    (_, line) =>
      `${'  '.repeat(line % 4)}const value${seed}_${line} = refill(bucket.tokens + ${line}, "a string", nowMs); // ${line}`,
  ).join('\n');

/** About 4 KB of everything that answers are made of, one code block in it. */
function section(seed: number): string {
  const rows = Array.from({ length: 6 }, (_, row) => `| \`take${row}\` | ${seed + row} ns | ${prose(4, row)} |`);
  return [
    `## Step ${seed}: ${prose(4, seed)}`,
    `${prose(60, seed)}. See [the token bucket](https://example.org/bucket/${seed}) for *the idea*.`,
    Array.from({ length: 5 }, (_, item) => `- ${prose(14, seed + item)}\n  - ${prose(6, item)}`).join('\n'),
    `\`\`\`typescript\n${code(seed)}\n\`\`\``,
    `| Operation | Time | Notes |\n|:--|--:|:-:|\n${rows.join('\n')}`,
    `> ${prose(24, seed + 3)}`,
    Array.from({ length: 3 }, (_, item) => `${item + 1}. **${prose(2, item)}**: ${prose(16, seed + item)}`).join('\n'),
    prose(50, seed + 11),
  ].join('\n\n');
}

/** An answer of exactly so many characters, the same each time: prose, lists, tables, quotations and code. */
export function answerOf(characters: number): string {
  let text = '';
  for (let seed = 1; text.length < characters; seed += 1) text += `${section(seed)}\n\n`;
  return text.slice(0, characters);
}
