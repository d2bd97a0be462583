export { type ApiClient, connect, runningNode } from "./api-client.ts";
export { initNode, type NewNode } from "./init.ts";
export { type AccordNode, type NodeOptions, openNode } from "./node.ts";
export { type ServingNode, serveNode } from "./serve.ts";
