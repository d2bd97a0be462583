/** A calibrated score as a false match rate in words: 40 is "1 in 10,000". */
export function oneIn(score: number): string {
  const rate = 10 ** (score / 10);
  if (rate < 1e6) return `1 in ${Math.round(rate).toLocaleString("en-US")}`;
  const exponent = Math.floor(Math.log10(rate));
  return `1 in ${(rate / 10 ** exponent).toFixed(0)}·10^${exponent}`;
}
