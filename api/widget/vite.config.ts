import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, parse } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;
const entries = Object.fromEntries(
  readdirSync(join(here, "src/entries")).map((file) => [parse(file).name, join(here, "src/entries", file)]),
);

/** The chat element with all it needs: what it loads at once, and what it loads while it is worked with. */
const CHAT = "t2r-assist.js";
const CHAT_LIMIT = 45_000;

/** What elements share, in two files and not in ten of a few hundred bytes each: a browser has six requests under way at once. */
const SHARED = [
  { name: "client", test: /src\/core\/(client|connection|outbox|keep|define|api)\.ts/ }, // all that a frame needs of it
  { name: "core", test: /node_modules\/(@lit|lit)|src\/core\/(?!texts\.hi|trusted)|preload-helper|oxc.*runtime/ }, // what these leave is loaded later
];

/** Writes the workspace's page, which loads all its chunks at once; says how large each element is, and fails when the chat is too large. */
function pages(): Plugin {
  return {
    name: "t2r-pages",
    buildStart() {
      rmSync(join(this.environment.config.build.outDir, "chunks"), { recursive: true, force: true });
    },
    generateBundle(_, bundle) {
      const needed = (file: string, dynamic: boolean, seen = new Set<string>()): Set<string> => {
        const chunk = bundle[file];
        if (chunk?.type !== "chunk" || seen.has(file)) return seen;
        seen.add(file);
        for (const each of [...chunk.imports, ...(dynamic ? chunk.dynamicImports : [])]) needed(each, dynamic, seen);
        return seen;
      };
      const zipped = (files: Iterable<string>): number =>
        [...files].reduce((sum, file) => {
          const chunk = bundle[file];
          return sum + (chunk?.type === "chunk" ? gzipSync(chunk.code, { level: 9 }).length : 0);
        }, 0);
      for (const name of Object.keys(entries)) {
        const [first, all] = [zipped(needed(`${name}.js`, false)), zipped(needed(`${name}.js`, true))];
        this.info(
          `${name}: ${(first / 1_000).toFixed(1)} kB gzipped, ${(all / 1_000).toFixed(1)} kB with all it may load later`,
        );
      }
      const chat = zipped(needed(CHAT, true));
      if (chat > CHAT_LIMIT) this.error(`${CHAT} needs ${chat} bytes gzipped, more than ${CHAT_LIMIT}`);
      const links = [...needed("t2r-workspace.js", false)].map(
        (file) => `<link rel="modulepreload" href="/static/${file}">`,
      );
      const page = readFileSync(join(here, "workspace.html"), "utf8").replace("<!-- preload -->", links.join("\n  "));
      this.emitFile({ type: "asset", fileName: "workspace.html", source: page });
      this.emitFile({ type: "asset", fileName: "embed.html", source: readFileSync(join(here, "embed.html")) });
      this.emitFile({ type: "asset", fileName: "workspace.css", source: readFileSync(join(here, "workspace.css")) });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: join(here, "../static"),
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    license: { fileName: "chunks/LICENSES.md" },
    rollupOptions: {
      input: entries,
      preserveEntrySignatures: "allow-extension",
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        codeSplitting: {
          groups: SHARED.map((group) => ({ ...group, minShareCount: 2, includeDependenciesRecursively: false })),
        },
      },
    },
  },
  plugins: [pages()],
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
