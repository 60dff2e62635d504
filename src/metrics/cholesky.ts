/**
 * Factors a symmetric positive definite matrix, in place, into its Cholesky
 * factor (the lower triangle; what is above the diagonal is left as it was).
 *
 * @param matrix  n x n, row by row.
 * @returns whether it is positive definite; where not, the matrix is spoilt.
 */
export function cholesky(matrix: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!
      if (i > j) matrix[i * n + j] = sum / matrix[j * n + j]!
      else if (sum > 0) matrix[j * n + j] = Math.sqrt(sum)
      else return false
    }
  }
  return true
}

/** Solves L L' x = b in place of `b`, given the factor L that `cholesky` leaves. */
export function solveCholesky(factor: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * b[k]!
    b[i] = sum / factor[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * b[k]!
    b[i] = sum / factor[i * n + i]!
  }
}
