// Registers persons in batches of 100 for as long as it lives, and says after each commit how many there are.
import { countRegistry, openStore, registerBatch, registryContext } from "@accord/registry";

const store = await openStore(
  { kind: "embedded", folder: process.argv[2] },
  { wrappingKey: new Uint8Array(32).fill(7) },
);
await store.migrate();
const context = registryContext("IOM");
let { persons } = await countRegistry(store, { agency: "IOM" });
for (;;) {
  const batch = Array.from({ length: 100 }, (_, index) => ({
    externalKey: `${persons + index}`,
    identifiers: [],
    states: { "person.sex": { state: "known", value: "female" } },
    method: "declared",
    assertedAt: "2026-01-02T00:00:00Z",
    registeredAt: "2026-01-02",
    protectLocation: false,
    consents: [],
    rowDigest: "row",
  }));
  await registerBatch(store, context, batch);
  persons += 100;
  process.stdout.write(`${persons}\n`);
}
