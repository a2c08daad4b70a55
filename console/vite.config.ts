import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licenses } from "./build/licenses.ts";

const SERVER = process.env.RENFLOW_SERVER ?? "http://127.0.0.1:8000";
const API = [
  "/runs",
  "/run-facets",
  "/run-views",
  "/schedules",
  "/flows",
  "/flow-files",
  "/node-types",
  "/uploads",
  "/functions",
  "/system",
  "/healthz",
  "/ticket",
  "/events",
];

export default defineConfig({
  base: "/console/",
  plugins: [react(), licenses()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../supervisor/workflow_engine_supervisor/console",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // What seldom changes stands apart, so that a release changes one small file.
        codeSplitting: {
          groups: [
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/,
              priority: 3,
            },
            { name: "mantine", test: /node_modules[\\/](@mantine|@floating-ui|clsx)[\\/]/, priority: 2 },
            {
              name: "common",
              test: /[\\/]src[\\/](api|components|format|live|url)[\\/](?!json[\\/](JsonEditor|DiffView|jsonDiff))/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: {
    // The server refuses pages of other origins: while developing, this proxy is its page.
    proxy: Object.fromEntries(
      API.map((path) => [
        path,
        { target: SERVER, changeOrigin: true, ws: true, headers: { origin: SERVER } },
      ]),
    ),
  },
});
