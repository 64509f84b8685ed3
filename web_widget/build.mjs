/**
 * Builds dist/ from src/: the loader (sendero.js), the chat (chat-<hash>.js), what it needs later (later-<hash>.js), and manifest.json with sizes and
 * integrity. Same sources and lockfile, same bytes: a test compares a fresh build with what is committed.
 * `node build.mjs [folder]` builds elsewhere.
 */

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "dist"));

/** Style sheets are imported as minified text and adopted by the shadow root: no inline style for a CSP to refuse. */
const styles = {
  name: "styles",
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2021" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundle(entry, define = {}) {
  const { outputFiles } = await build({
    absWorkingDir: here, entryPoints: [entry], bundle: true, minify: true, write: false, format: "iife", define,
    target: ["chrome100", "firefox102", "safari16"], charset: "utf8", legalComments: "none", plugins: [styles],
  });
  return Buffer.from(outputFiles[0].contents);
}

const digest = (data, algorithm, encoding) => createHash(algorithm).update(data).digest(encoding);
const integrity = (data) => `sha384-${digest(data, "sha384", "base64")}`;

const main = await bundle("src/main.ts");
const mainFile = `chat-${digest(main, "sha256", "hex").slice(0, 12)}.js`;
const later = await bundle("src/later-main.ts");
const laterFile = `later-${digest(later, "sha256", "hex").slice(0, 12)}.js`;
const loader = await bundle("src/loader.ts", {
  LATER_FILE: JSON.stringify(laterFile),
  LATER_INTEGRITY: JSON.stringify(integrity(later)),
  MAIN_FILE: JSON.stringify(mainFile),
  MAIN_INTEGRITY: JSON.stringify(integrity(main)),
});
const fixedLoader = `sendero-${digest(loader, "sha256", "hex").slice(0, 12)}.js`;

await mkdir(out, { recursive: true });
for (const name of await readdir(out)) await rm(join(out, name));
const describe = (data) => ({ bytes: data.length, gzip: gzipSync(data, { level: 9 }).length, integrity: integrity(data) });
const manifest = {
  loader: { file: "sendero.js", fixed: fixedLoader, ...describe(loader) },
  main: { file: mainFile, ...describe(main) },
  later: { file: laterFile, ...describe(later) },
};
const smallest = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
for (const [name, data] of [["sendero.js", loader], [mainFile, main], [laterFile, later]]) {
  await writeFile(join(out, name), data);
  await writeFile(join(out, `${name}.br`), brotliCompressSync(data, smallest));
}
// gzip's own size may differ by a byte or two between zlib versions: what is committed names only what never does.
const lasting = JSON.parse(JSON.stringify(manifest, (key, value) => (key === "gzip" ? undefined : value)));
await writeFile(join(out, "manifest.json"), `${JSON.stringify(lasting, null, 2)}\n`);
for (const part of Object.values(manifest)) console.log(`${part.file}  ${part.bytes} bytes, ${part.gzip} gzipped`);
