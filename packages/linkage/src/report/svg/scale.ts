export type Scale = (value: number) => number;

/** A linear scale of values to pixels; values outside are held at the ends. */
export function linear(from: number, to: number, pixelsFrom: number, pixelsTo: number): Scale {
  const span = to === from ? 1 : to - from;
  return (value) => {
    const share = Math.min(1, Math.max(0, (value - from) / span));
    return pixelsFrom + share * (pixelsTo - pixelsFrom);
  };
}

const STEPS = [1, 2, 5, 10];

/** Round values from `from` to `to`, about `count` of them. */
export function ticks(from: number, to: number, count: number): number[] {
  const raw = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * (STEPS.find((each) => each * power >= raw) ?? 10);
  const values: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + step * 1e-9; at++)
    values.push(Number((at * step).toPrecision(12)));
  return values;
}

/** Bits with their sign, a true minus: +3.4, −1.2, 0. */
export function signedBits(bits: number): string {
  const text = Math.abs(bits).toFixed(1);
  if (text === "0.0") return "0";
  return `${bits < 0 ? "−" : "+"}${text}`;
}

/** A probability with two significant digits: 0.93, 0.0041, 2.0e-6. */
export function probabilityText(value: number): string {
  if (Number.isNaN(value)) return "none";
  if (value === 0 || value === 1) return String(value);
  if (value < 0.0001) return value.toExponential(1);
  // 0.9996 must not become 1.00.
  const digits =
    value > 0.99 ? Math.ceil(-Math.log10(1 - value)) + 1 : Math.max(2, 1 - Math.floor(Math.log10(value)));
  return value.toFixed(Math.min(8, digits));
}
