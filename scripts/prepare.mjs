/** What npm runs after an installation of a checkout: the build. `npx sluice` in a checkout runs it too, and needs none that is there. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = existsSync(fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url)));
if (process.env.npm_command !== "exec" || !built) await import("./build.mjs");
