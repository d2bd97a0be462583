import { AccordError } from "@accord/vocabulary";

/** Reads a file's path: its parts as the pattern names them, or undefined where the name does not have its form. */
export type ReadName = (path: string) => FingerprintName | undefined;

export interface FingerprintName {
  readonly identifier: string;
  /** The finger as the name says it; undefined where the pattern has no `{position}`. */
  readonly position: number | undefined;
  readonly impression: number | undefined;
}

/** Fingers by the words that file names use, in ISO/IEC 19794-2 table 2's codes. */
const FINGERS: readonly (readonly string[])[] = [
  ["unknown", "unk"],
  ["rt", "r1", "rightthumb", "right-thumb", "right_thumb"],
  ["ri", "r2", "rightindex", "right-index", "right_index"],
  ["rm", "r3", "rightmiddle", "right-middle", "right_middle"],
  ["rr", "r4", "rightring", "right-ring", "right_ring"],
  ["rl", "r5", "rightlittle", "right-little", "right_little"],
  ["lt", "l1", "leftthumb", "left-thumb", "left_thumb"],
  ["li", "l2", "leftindex", "left-index", "left_index"],
  ["lm", "l3", "leftmiddle", "left-middle", "left_middle"],
  ["lr", "l4", "leftring", "left-ring", "left_ring"],
  ["ll", "l5", "leftlittle", "left-little", "left_little"],
];

const PARTS: Readonly<Record<string, string>> = {
  identifier: "(?<identifier>[^/]{1,200}?)",
  position: `(?<position>\\d{1,2}|${FINGERS.flat().join("|")})`,
  impression: "(?<impression>\\d{1,3})",
  any: "[^/]*?",
};

/**
 * Compiles a pattern such as `{identifier}_{position}.iso` or `{any}/{identifier}-{position}-{impression}.fmr`.
 * `{position}` is a code from 0 to 10 or a word such as `right-thumb`; `{any}` is what does not matter. A pattern
 * without `/` is matched against the file's own name, whatever folder it is in. Letters' case does not matter, save in
 * the identifier, which is taken as written.
 *
 * @throws AccordError `intake.pattern`
 */
export function compilePattern(pattern: string): ReadName {
  const fault = (problem: string): AccordError =>
    new AccordError("intake.pattern", problem, {
      where: "pattern",
      remedy:
        "Write it like {identifier}_{position}.iso; parts are identifier, position, impression and any.",
    });
  const names = [...pattern.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw fault(`the pattern has a part {${unknown}} that is none`);
  if (!names.includes("identifier")) throw fault("the pattern has no {identifier}");
  if (/[{}]/.test(pattern.replace(/\{[^}]*\}/g, ""))) throw fault("the pattern has a brace alone");
  if (/\}\{/.test(pattern)) throw fault("two parts of the pattern have nothing between them");
  const named = names.filter((name) => name !== "any");
  if (new Set(named).size !== named.length) throw fault("the pattern has a part twice");

  const source = pattern.replace(/\{([^}]*)\}|[^{]+/g, (text, name: string | undefined) =>
    name === undefined ? text.replace(/[\\^$.*+?()[\]|]/g, "\\$&") : (PARTS[name] ?? ""),
  );
  const expression = new RegExp(`^${source}$`, "iu");
  const wholePath = pattern.includes("/");
  return (path) => {
    const groups = expression.exec(wholePath ? path : path.slice(path.lastIndexOf("/") + 1))?.groups;
    if (groups === undefined) return undefined;
    const position = groups.position === undefined ? undefined : positionOf(groups.position);
    if (position !== undefined && position > 10) return undefined;
    return {
      identifier: groups.identifier ?? "",
      position,
      impression: groups.impression === undefined ? undefined : Number(groups.impression),
    };
  };
}

function positionOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : FINGERS.findIndex((words) => words.includes(text.toLowerCase()));
}
