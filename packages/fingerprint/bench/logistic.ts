/**
 * Logistic regression by Newton's method with halved steps and a ridge on standardised coefficients.
 *
 * @param rows one number for each of the same terms
 * @param label 1 or 0 for each row
 * @param importance weight of each row
 * @param ridge penalty on half the squared coefficients, each times its term's standard deviation
 * @returns a coefficient for each term; the constant is fitted too but left out
 */
export function fitLogistic(
  rows: readonly Float64Array[],
  label: ArrayLike<number>,
  importance: ArrayLike<number>,
  ridge: number,
): Float64Array {
  const terms = rows[0]!.length;
  const penalty = varianceOf(rows, terms).map((variance) => ridge * variance);
  let beta = new Float64Array(terms + 1);
  let loss = lossOf(beta);
  for (let step = 0; step < 50; step++) {
    const direction = newtonDirection(beta);
    let next = beta;
    let better = loss;
    for (let stride = 1; stride > 1e-4 && !(better < loss); stride /= 2) {
      next = beta.map((value, term) => value + stride * direction[term]!);
      better = lossOf(next);
    }
    if (!(better < loss * (1 - 1e-9))) break;
    beta = next;
    loss = better;
  }
  return beta.slice(0, terms);

  function marginOf(row: Float64Array, at: Float64Array): number {
    let margin = at[terms]!;
    for (let term = 0; term < terms; term++) margin += at[term]! * row[term]!;
    return margin;
  }

  function lossOf(at: Float64Array): number {
    let sum = 0;
    for (const [index, row] of rows.entries()) {
      const margin = (label[index] ? -1 : 1) * marginOf(row, at);
      sum += importance[index]! * (Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin))));
    }
    for (let term = 0; term < terms; term++) sum += 0.5 * penalty[term]! * at[term]! ** 2;
    return sum;
  }

  function newtonDirection(at: Float64Array): Float64Array {
    const gradient = new Float64Array(terms + 1);
    const hessian = Array.from({ length: terms + 1 }, () => new Float64Array(terms + 1));
    const extended = new Float64Array(terms + 1).fill(1);
    for (const [index, row] of rows.entries()) {
      extended.set(row);
      const share = 1 / (1 + Math.exp(-marginOf(row, at)));
      const pull = importance[index]! * (label[index]! - share);
      const stiffness = importance[index]! * share * (1 - share);
      for (let one = 0; one <= terms; one++) {
        gradient[one] = gradient[one]! + pull * extended[one]!;
        const line = hessian[one]!;
        for (let other = 0; other <= terms; other++)
          line[other] = line[other]! + stiffness * extended[one]! * extended[other]!;
      }
    }
    for (let term = 0; term <= terms; term++) {
      const stiffness = penalty[term] ?? 1e-9;
      hessian[term]![term] = hessian[term]![term]! + stiffness;
      gradient[term] = gradient[term]! - stiffness * at[term]!;
    }
    return solve(hessian, gradient);
  }
}

function varianceOf(rows: readonly Float64Array[], terms: number): Float64Array {
  return Float64Array.from({ length: terms }, (_, term) => {
    const mean = rows.reduce((sum, row) => sum + row[term]!, 0) / rows.length;
    return rows.reduce((sum, row) => sum + (row[term]! - mean) ** 2, 0) / rows.length;
  });
}

/** Gaussian elimination with partial pivoting; overwrites its arguments. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    for (let row = column + 1; row < size; row++) {
      const factor = matrix[row]![column]! / matrix[column]![column]!;
      for (let at = column; at < size; at++)
        matrix[row]![at] = matrix[row]![at]! - factor * matrix[column]![at]!;
      right[row] = right[row]! - factor * right[column]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) right[row] = right[row]! - matrix[row]![at]! * right[at]!;
    right[row] = right[row]! / matrix[row]![row]!;
  }
  return right;
}
