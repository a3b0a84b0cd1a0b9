/**
 * The chance of `count` or more events where `expected` are expected, by the Poisson distribution. 1 for a count of 0;
 * exact enough down to 1e-300, below which it is 0.
 */
export function poissonTail(count: number, expected: number): number {
  if (count <= 0) return 1;
  if (expected <= 0) return 0;
  // Summed upward from `count`: each term is expected / k times the one before. 1 - sum below would lose all digits.
  let term = Math.exp(-expected + count * Math.log(expected) - logFactorial(count));
  let sum = term;
  for (let k = count + 1; term > sum * Number.EPSILON || k <= expected; k += 1) {
    term *= expected / k;
    sum += term;
    if (term === 0) break;
  }
  return Math.min(sum, 1);
}

function logFactorial(value: number): number {
  let sum = 0;
  for (let k = 2; k <= value; k += 1) sum += Math.log(k);
  return sum;
}
