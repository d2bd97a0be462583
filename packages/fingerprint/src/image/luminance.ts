/** Grey of a colour, 0 to 255: luma of Rec. ITU-R BT.601, what scanners and JPEG use. Channels 0 to 255; the result is rounded. */
export function luminance(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16;
}

/** A grey laid with an opacity of `alpha` (0 to 255) over white paper. */
export function overWhite(grey: number, alpha: number): number {
  return alpha === 255 ? grey : 255 - Math.round(((255 - grey) * alpha) / 255);
}
