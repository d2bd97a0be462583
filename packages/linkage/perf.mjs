import { link, suggest } from "./dist/index.js";

const n = process.argv[2] ?? "100000";
const A = { csv: `/tmp/perf/a${n}.csv` },
  B = { csv: `/tmp/perf/b${n}.csv` };
const c0 = process.cpuUsage();
const cpu = () => {
  const d = process.cpuUsage(c0);
  return ((d.user + d.system) / 1e6).toFixed(1);
};
const s = await suggest({ left: A, right: B }, ["person"]);
console.log("suggest cpu", cpu(), s.recognised.map((r) => r.name + ":" + r.role).join(" "));
for (const r of s.model.blocking) console.log(" ", r.name);
const model = {
  ...s.model,
  blocking:
    process.argv[3] === "own"
      ? s.model.blocking
      : [
          ["dob"],
          ["given_name", "dob__year"],
          ["surname", "dob__year"],
          ["city", "dob__year", "sex"],
          ["surname", "given_name"],
          ["given_name", "city"],
          ["surname", "city"],
          ["phone"],
        ].map((on) => ({ name: on.join(), on })),
};
const t = performance.now();
const c1 = process.cpuUsage();
let last = "";
let lc = process.cpuUsage();
const r = await link(A, B, {
  model,
  memoryLimitBytes: 4 * 2 ** 30,
  keepFrom: 0.01,
  policy: { oneToOne: true },
  onProgress: (p) => {
    if (p.step !== last || p.pairs) {
      const d = process.cpuUsage(lc);
      console.log(
        ((performance.now() - t) / 1000).toFixed(1),
        last,
        "cpu",
        ((d.user + d.system) / 1e6).toFixed(1),
        JSON.stringify(p),
        Math.round(process.memoryUsage().rss / 2 ** 20),
      );
      lc = process.cpuUsage();
      last = p.step;
    }
  },
});
const d = process.cpuUsage(c1);
console.log(
  "total cpu",
  ((d.user + d.system) / 1e6).toFixed(1),
  "wall",
  ((performance.now() - t) / 1000).toFixed(1),
  r.timesMilliseconds,
  "cand",
  r.blocking.candidatePairs,
  "pairs",
  r.pairs.length,
  "maxrss",
  process.resourceUsage().maxRSS / 1024,
);
const links = r.pairs.filter((p) => p.decision === "link");
const ok = links.filter((p) => p.left.slice(1) === p.right.slice(1)).length;
console.log("P", ok / links.length, "R", ok / (Number(n) * 0.5));
