import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** While one works on the console, the API is that of a node which runs beside: the demo's first, unless told otherwise. */
const node = process.env.ACCORD_NODE ?? "http://localhost:7400";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist",
    // A nonce-only policy lets no data: script or style in; small assets are files like the others.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: { proxy: { "/api": node, "/openapi.json": node } },
});
