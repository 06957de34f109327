/** The plural by which mappers name a table after a model: `Category` gives `Categories`. */
export function pluralOf(name: string): string {
  if (/(?:[^aeiou]|qu)y$/i.test(name)) return name.replace(/y$/i, 'ies');
  if (/person$/i.test(name)) return name.replace(/erson$/i, 'eople');
  if (/[^sui]s$/i.test(name)) return name;
  if (/(?:s|x|z|ch|sh)$/i.test(name)) return `${name}es`;
  return `${name}s`;
}
