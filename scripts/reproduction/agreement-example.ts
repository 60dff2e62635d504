import { notReproduced, type Figure, type Section } from './figure.ts'
import { oursOf, type Agreement, type Workbench } from './workbench.ts'

/** Three coders of fifteen units; a dash is a gap. */
const coders = { A: '-----34121133-3', B: '1-213343-------', C: '--21344-21133-4' } as const

export async function agreementExample(bench: Workbench): Promise<Section> {
  bench.write(
    'coders.jsonl',
    Object.entries(coders).flatMap(([annotator, said]) =>
      [...said].flatMap((score, unit) =>
        score === '-' ? [] : [{ item: String(unit), annotator, score: Number(score) }],
      ),
    ),
  )
  const { krippendorff: alpha, signature } = await bench.json<Agreement>('agree', 'coders.jsonl')
  const one = (scale: keyof typeof alpha, published: string, more: Partial<Figure> = {}): Figure => ({
    name: `Wikipedia's example, 3 coders of 15 units: Krippendorff's alpha, ${scale}`,
    published,
    source: 'C',
    rule: 'units with fewer than two ratings left out',
    ours: oursOf(alpha[scale], { signature }),
    ...more,
  })
  return {
    system: 'Agreement and correlation, worked examples',
    about:
      'Krippendorff 2011, "Computing Krippendorff’s Alpha-Reliability", and what others computed from public files',
    figures: [
      one('nominal', '0.691358'),
      one('interval', '0.810845'),
      one('ordinal', '0.806722', {
        why: 'it is exactly 112173/139048 = 0.80672142: the sixth printed digit is one too high',
      }),
      ...notReproduced('the hundred pairs of scores are not at hand', 'C', {
        'a hundred paired scores: Pearson': '.804890',
        'a hundred paired scores: Spearman': '.698406',
        'a hundred paired scores: Kendall’s tau-b': '.572920',
      }),
    ],
  }
}
