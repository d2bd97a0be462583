/** A power law `seconds = factor * size ^ exponent`, fitted by least squares to the logarithms of both. */
export interface Growth {
  readonly exponent: number;
  readonly factor: number;
  /** Share of the logarithms' variance that the law explains. */
  readonly fit: number;
}

/** @throws RangeError with fewer than two different sizes, or a size or value that is not above 0 */
export function growthOf(points: readonly { readonly size: number; readonly value: number }[]): Growth {
  if (points.some(({ size, value }) => !(size > 0 && value > 0)))
    throw new RangeError("sizes and values above 0");
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ value }) => Math.log(value));
  const mean = (of: readonly number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const sum = (term: (index: number) => number) => x.reduce((total, _, index) => total + term(index), 0);
  const spread = sum((index) => (x[index]! - meanX) ** 2);
  if (!(spread > 0)) throw new RangeError("at least two different sizes");
  const exponent = sum((index) => (x[index]! - meanX) * (y[index]! - meanY)) / spread;
  const factor = Math.exp(meanY - exponent * meanX);
  const all = sum((index) => (y[index]! - meanY) ** 2);
  const left = sum((index) => (y[index]! - meanY - exponent * (x[index]! - meanX)) ** 2);
  return { exponent, factor, fit: all === 0 ? 1 : 1 - left / all };
}

export const valueAt = ({ factor, exponent }: Growth, size: number): number => factor * size ** exponent;
