// The design's arrows (docs/architecture.md): which room may import which. A room is imported through its front door.
const rooms = {
  vocabulary: [],
  fingerprint: [],
  linkage: [],
  ledger: [],
  overlap: [],
  assistance: ["vocabulary"],
  agreement: ["vocabulary"],
  synthesis: ["fingerprint"],
  intake: ["vocabulary", "fingerprint"],
  registry: ["vocabulary", "fingerprint"],
  exchange: ["vocabulary", "agreement", "ledger", "overlap", "linkage", "fingerprint"],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-arrows`,
      comment: `${room} may import ${allowed.length > 0 ? allowed.join(", ") : "no other room"}`,
      severity: "error",
      from: { path: `^packages/${room}/src/` },
      to: { path: "^(packages|apps)/", pathNot: `^packages/(${[room, ...allowed].join("|")})/` },
    })),
    {
      name: "simulation-arrows",
      comment: "the simulation runs the protocol's rooms alone; what it checks them with is its own",
      severity: "error",
      from: { path: "^simulation/src/" },
      to: { path: "^(packages|apps)/", pathNot: "^packages/(vocabulary|agreement|ledger|exchange)/" },
    },
    {
      name: "checkers-share-no-code",
      comment: "what judges the product must not be made of it",
      severity: "error",
      from: { path: "^simulation/src/check/" },
      to: { path: "^(packages|apps)/" },
    },
    {
      name: "nothing-needs-the-simulation",
      severity: "error",
      from: { path: "^(packages|apps|bench)/" },
      to: { path: "^simulation/" },
    },
    {
      name: "front-doors",
      comment: "a room is imported through its package, never by a path into it",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^(packages|apps)/([^/]+)/src/", pathNot: "^$1/$2/" },
    },
    {
      name: "research-is-off",
      comment:
        "what packages/overlap/src/research tries is no part of the product: benchmarks alone import it",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^packages/overlap/src/research/" },
      to: { path: "^packages/overlap/(src|dist)/research/" },
    },
    {
      name: "sql-in-the-registry-only",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^packages/registry/" },
      to: { path: "node_modules/(kysely|pg|@electric-sql)/" },
    },
    {
      name: "protocol-is-sans-io",
      comment: "the exchange's state machine reads no clock, network or file",
      severity: "error",
      from: { path: "^packages/exchange/src/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // The console is a browser's bundle that imports no room; its own test holds it to that.
    exclude: { path: "^apps/console/|(^|/)dist/|\\.test\\.ts$|/test/" },
    includeOnly: "^(packages|apps|bench|simulation)/|node_modules/(kysely|pg|@electric-sql)/",
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] },
  },
};
