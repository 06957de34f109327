/**
 * Fills the regions of a page that are marked `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`. Throws for a
 * region that no text is given for, for a text whose region is missing, and for a marker without its partner.
 */
export function fillRegions(current: string, texts: Readonly<Record<string, string>>): string {
  const filled = new Set<string>();
  const result = current.replace(/<!-- generated:([\w-]+) -->[\s\S]*?<!-- \/generated:\1 -->/g, (_, name: string) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`Nothing is known that could fill the region "${name}".`);
    filled.add(name);
    return `<!-- generated:${name} -->\n\n${text.trim()}\n\n<!-- /generated:${name} -->`;
  });
  const missing = Object.keys(texts).filter((name) => !filled.has(name));
  if (missing.length > 0) throw new Error(`The page has no region for ${missing.join(', ')}.`);
  const markers = [...result.matchAll(/<!-- \/?generated:[\w-]+ -->/g)].length;
  if (markers !== filled.size * 2) throw new Error('A marker of a region has no partner.');
  return result;
}
