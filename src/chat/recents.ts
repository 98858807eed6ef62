const kept = 20;

/** The recent questions after one more: newest first, none twice, the oldest forgotten. */
export function remember(recents: readonly string[], question: string): readonly string[] {
  const asked = question.trim();
  if (asked === '') return recents;
  return [asked, ...recents.filter((recent) => recent !== asked)].slice(0, kept);
}
