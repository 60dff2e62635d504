/**
 * What resampling draws from: clusters, each of which holds some observations
 * some number of times. Clusters that hold the same stand as one, which is what
 * makes resampling a million of them cheap.
 */
export interface Sample {
  /** How many different observations there are; a cluster names them by index. */
  readonly observations: number
  readonly clusters: readonly Cluster[]
}

export interface Cluster {
  /** How many clusters hold exactly this. */
  readonly alike: number
  /** The indices of the observations that it holds. */
  readonly holds: readonly number[]
  /** How often it holds each: `times[i]` belongs to `holds[i]`. */
  readonly times: readonly number[]
}

/**
 * A sample of observations of which each stands for itself.
 *
 * @param clusterOf  `clusterOf[i]` names the cluster of observation i; what shares
 *                   a source, such as an instruction, is drawn together.
 *
 * @example
 * sampleOf(['recipe', 'recipe', 'poem']).clusters.length // => 2
 */
export function sampleOf(clusterOf: readonly (string | number)[]): Sample {
  const holds = new Map<string | number, number[]>()
  for (const [i, cluster] of clusterOf.entries()) {
    const held = holds.get(cluster)
    if (held) held.push(i)
    else holds.set(cluster, [i])
  }
  return {
    observations: clusterOf.length,
    clusters: Array.from(holds.values(), (held) => ({ alike: 1, holds: held, times: held.map(() => 1) })),
  }
}
