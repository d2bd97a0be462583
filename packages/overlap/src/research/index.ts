/** Research, switched off: see README.md before anything here is used. */
export { binaryCode, type Centre, centreOf, type Minutiae } from "./binary-code.ts";
export { answerShares, countNear, galleryShares, masked, probeShares } from "./compare.ts";
export { type Dealt, deal, modulusOf, type Terms } from "./dealer.ts";
