import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PACKAGE = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/;

/** Writes licenses.txt: the licence of every package that is in the built files, as each of them asks. */
export function licenses(): Plugin {
  return {
    name: "licenses",
    generateBundle(_, bundle) {
      const folders = new Map<string, string>();
      for (const part of Object.values(bundle)) {
        if (part.type !== "chunk") continue;
        for (const module of part.moduleIds) {
          const [, folder, name] = PACKAGE.exec(module) ?? [];
          if (folder !== undefined && name !== undefined) folders.set(name.replaceAll("\\", "/"), folder);
        }
      }
      const names = [...folders.keys()].sort();
      const source = names
        .map((name) => noticeOf(name, folders.get(name) ?? ""))
        .join(`\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "licenses.txt", source });
    },
  };
}

function noticeOf(name: string, folder: string): string {
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8")) as Record<
    string,
    string
  >;
  const file = existsSync(folder) ? readdirSync(folder).find((each) => /^licen[cs]e/i.test(each)) : undefined;
  const text =
    file === undefined ? "" : readFileSync(join(folder, file), "utf-8").replaceAll("\r\n", "\n").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
