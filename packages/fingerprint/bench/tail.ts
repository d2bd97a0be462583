import { syntheticImpostors } from "./impostors.ts";

const s = syntheticImpostors(Number(process.argv[3] ?? 700), 11).sort();
console.log(
  s.length,
  [0.9, 0.99, 0.999, 0.9999, 0.99999, 1].map((q) => s[Math.floor(q * (s.length - 1))]!.toFixed(1)).join(" "),
);
