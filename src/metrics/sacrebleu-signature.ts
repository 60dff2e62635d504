/**
 * A signature as sacrebleu 2.6.0 writes it, but for its end: there it names
 * sacrebleu as what the number is equal to, and assize as what made it.
 *
 * @param version     of assize.
 * @param references  how many a segment has; `var` where that varies.
 * @param fields      `[long name, short name, value]`.
 */
export function sacrebleuSignature(
  version: string,
  references: number | 'var',
  form: 'long' | 'short',
  fields: readonly (readonly [string, string, string])[],
): string {
  const nameOf = ([long, short]: readonly [string, string, string]) => (form === 'long' ? long : short)
  return [
    `${form === 'long' ? 'nrefs' : '#'}:${references}`,
    ...fields.map((field) => `${nameOf(field)}:${field[2]}`),
    'like:sacrebleu-2.6.0',
    `v:${version}`,
  ].join('|')
}
