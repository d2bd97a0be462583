// Serves the node in the folder given and, where told, ends this very process with SIGKILL at a moment of an exchange:
// no handler runs, nothing is flushed, as when the machine's power fails.
import { serveNode } from "../dist/index.js";

const [folder, death] = process.argv.slice(2);
const { step, transition = 1, afterMilliseconds, delivered } = JSON.parse(death ?? "{}");
let reached = 0;

function die() {
  process.kill(process.pid, "SIGKILL");
}

const { node, staffAddress, token } = await serveNode(folder, {
  logLevel: process.env.ACCORD_TEST_LOG ?? "silent",
  onTransition: (state) => {
    if (!state.timeline.some((entered) => entered.step === step)) return;
    reached += 1;
    if (reached !== transition) return;
    if (afterMilliseconds === undefined) die();
    else setTimeout(die, afterMilliseconds);
  },
});
const deliver = node.client.deliver.bind(node.client);
node.client.deliver = async (card, message, suite) => {
  const answer = await deliver(card, message, suite);
  if (delivered !== undefined && message.body.kind === delivered) die();
  return answer;
};
process.send({ address: staffAddress, token, agency: node.config.agency.id });
process.on("disconnect", die); // the test is gone: leave nothing behind
