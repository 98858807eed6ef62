/**
 * How well a name or path fits what was typed: the less, the better; undefined when it does not. Upper and lower case
 * are the same.
 */
export function closeness(query: string, name: string, path = name): number | undefined {
  const wanted = query.toLowerCase();
  const lowerName = name.toLowerCase();
  const lowerPath = path.toLowerCase();
  const rank = [
    lowerName === wanted,
    lowerName.startsWith(wanted),
    beginsWord(name, wanted),
    lowerName.includes(wanted),
    lowerPath.includes(wanted),
    hasInOrder(lowerName, wanted),
    wanted.length > 2 && hasInOrder(lowerPath, wanted),
  ].indexOf(true);
  return rank === -1 ? undefined : rank;
}

/** Some word of the name begins with it: `limiter` in `rateLimiter.ts`. */
function beginsWord(name: string, wanted: string): boolean {
  const lower = name.toLowerCase();
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    if (/[^a-z\d]/i.test(name.charAt(at - 1)) || (/[A-Z]/.test(name.charAt(at)) && wanted !== '')) return true;
    if (wanted === '') return true;
  }
  return false;
}

function hasInOrder(text: string, wanted: string): boolean {
  let at = 0;
  for (const character of wanted) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
