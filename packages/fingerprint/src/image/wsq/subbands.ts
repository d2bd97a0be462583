/** A rectangle of the picture's plane of coefficients. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A step of the wavelet transform: the rectangle, of which each direction is split into a low and a high half. Where a
 * direction is inverted the high half comes first: halving a high band mirrors its frequencies, and the specification
 * orders subbands by frequency.
 */
export interface Split extends Rectangle {
  readonly invertedX: boolean;
  readonly invertedY: boolean;
}

export interface SubbandTree {
  /** Steps of the transform, each after those inside it: the order in which a picture is put together again. */
  readonly splits: readonly Split[];
  /** Subbands 0 to 63 in the specification's order; 60 to 63 stand as one, for they are never sent. */
  readonly subbands: readonly Rectangle[];
}

type Shape = "subband" | readonly [Shape, Shape, Shape, Shape];

// IAFIS-IC-0110 figure 5: the 64 subbands, as quarters in the order left top, right top, left bottom, right bottom.
const QUARTERS: Shape = ["subband", "subband", "subband", "subband"];
const SIXTEENTHS: Shape = [QUARTERS, QUARTERS, QUARTERS, QUARTERS];
const LOWEST: Shape = [QUARTERS, "subband", "subband", "subband"];
const WHOLE: Shape = [
  [[LOWEST, QUARTERS, QUARTERS, QUARTERS], SIXTEENTHS, SIXTEENTHS, "subband"],
  QUARTERS,
  QUARTERS,
  "subband",
];

/** Lays the specification's subband tree over a picture of the size given, in pixels. */
export function subbandTree(width: number, height: number): SubbandTree {
  const splits: Split[] = [];
  const subbands: Rectangle[] = [];
  const lay = (shape: Shape, area: Split) => {
    if (shape === "subband") {
      subbands.push(area);
      return;
    }
    const [first, second, third, fourth] = shape;
    const left = firstLength(area.width, area.invertedX);
    const top = firstLength(area.height, area.invertedY);
    const quarter = (right: boolean, bottom: boolean): Split => ({
      x: area.x + (right ? left : 0),
      y: area.y + (bottom ? top : 0),
      width: right ? area.width - left : left,
      height: bottom ? area.height - top : top,
      invertedX: right,
      invertedY: bottom,
    });
    lay(first, quarter(false, false));
    lay(second, quarter(true, false));
    lay(third, quarter(false, true));
    lay(fourth, quarter(true, true));
    splits.push(area);
  };
  lay(WHOLE, { x: 0, y: 0, width, height, invertedX: false, invertedY: false });
  return { splits, subbands };
}

/** The low half has the odd sample. */
function firstLength(length: number, inverted: boolean): number {
  return inverted ? length >> 1 : (length + 1) >> 1;
}
