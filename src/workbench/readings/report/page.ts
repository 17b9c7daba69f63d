/**
 * The script and the style sheet of a report's page as bundled by the build, with the hashes for its content policy.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fail } from "../../../errors/index.ts";
import type { PageSource } from "../../../views/html.ts";
import { packageFile } from "../../machine/packageFile.ts";

/** @throws E_PAGE if the package was built without them. */
export function pageSource(): PageSource {
	const read = (name: string) => {
		const path = packageFile("dist", "page", name);
		if (path === undefined) throw fail("E_PAGE", { file: `dist/page/${name}` });
		return readFileSync(path, "utf8");
	};
	const hash = (text: string) => createHash("sha256").update(text).digest("base64");
	const [script, style] = [read("report.js"), read("report.css")];
	return { script, scriptHash: hash(script), style, styleHash: hash(style) };
}
