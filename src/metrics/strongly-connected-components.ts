/**
 * The strongly connected components of a directed graph: sets in which every
 * node reaches every other.
 *
 * @param n        nodes are 0 to n - 1.
 * @param isEdge   whether an edge leads from one node to another.
 * @returns the components, those that no other leads into first; each with its nodes in order.
 *
 * Tarjan 1972, "Depth-First Search and Linear Graph Algorithms". O(n^2).
 */
export function stronglyConnectedComponents(
  n: number,
  isEdge: (from: number, to: number) => boolean,
): number[][] {
  const index = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const onStack = new Uint8Array(n)
  const stack: number[] = []
  const components: number[][] = []
  let count = 0

  const visit = (node: number): void => {
    index[node] = low[node] = count++
    stack.push(node)
    onStack[node] = 1
    for (let next = 0; next < n; next++) {
      if (next === node || !isEdge(node, next)) continue
      if (index[next]! < 0) {
        visit(next)
        low[node] = Math.min(low[node]!, low[next]!)
      } else if (onStack[next]) low[node] = Math.min(low[node]!, index[next]!)
    }
    if (low[node] !== index[node]) return
    const component: number[] = []
    let last: number
    do {
      last = stack.pop()!
      onStack[last] = 0
      component.push(last)
    } while (last !== node)
    components.push(component.sort((a, b) => a - b))
  }
  for (let node = 0; node < n; node++) if (index[node]! < 0) visit(node)
  return components.reverse()
}
