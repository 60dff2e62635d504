/** The clusters numbered in the order in which they come, and the number of each unit's. */
export function clusterPlaces(clusterOf: readonly (string | number)[]): {
  readonly places: number
  readonly placeOf: Uint32Array
} {
  const places = new Map<string | number, number>()
  const placeOf = Uint32Array.from(clusterOf, (cluster) => {
    const known = places.get(cluster)
    if (known === undefined) places.set(cluster, places.size)
    return known ?? places.size - 1
  })
  return { places: places.size, placeOf }
}
