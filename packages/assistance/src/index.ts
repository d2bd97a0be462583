/**
 * Distribution lists and cycles, as pure logic; who is on a list and what they had is handed in.
 *
 *     const judged = judgeList({ list, lines, own, partner });
 *     countVerdicts(judged); // { clear: 97, doubleHere: 1, doubleThere: 2, ... }
 */
export {
  countVerdicts,
  type JudgedLine,
  judgeList,
  type ListedLine,
  VERDICTS,
  type Verdict,
} from "./judge-list.ts";
export { judgedListHeader, judgedListLine } from "./list-file.ts";
export { type ListTerms, listTerms } from "./list-terms.ts";
