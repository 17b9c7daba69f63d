/** A configuration file: a map of settings in JSON or YAML. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fail } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";

type Raw = Readonly<Record<string, unknown>>;

const MAX_CONFIG_BYTES = 1 << 20;

/**
 * Reads a map of settings from a .json, .yaml or .yml file. Nothing in it is executed.
 * @param known all valid keys, including those of other verbs
 * @throws E_CONFIG_READ, E_CONFIG_SYNTAX, E_CONFIG_KEY
 */
export async function readConfig(path: string, known: readonly string[]): Promise<Raw> {
	const kind = extname(path).toLowerCase();
	if (![".json", ".yaml", ".yml"].includes(kind)) {
		throw fail("E_CONFIG_READ", { path, why: { reason: "ending" } });
	}
	let content: string;
	try {
		content = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
	} catch (error) {
		throw fail(
			"E_CONFIG_READ",
			{ path, why: { reason: "system", code: (error as NodeJS.ErrnoException).code ?? String(error) } },
			{ cause: error },
		);
	}
	if (content.length > MAX_CONFIG_BYTES) throw fail("E_CONFIG_READ", { path, why: { reason: "size" } });
	let values: unknown;
	try {
		values = kind === ".json" ? JSON.parse(content) : await parseYaml(content);
	} catch (error) {
		throw fail(
			"E_CONFIG_SYNTAX",
			{ path, why: { reason: "parser", message: firstLine(String((error as Error).message)) } },
			{ cause: error },
		);
	}
	if (typeof values !== "object" || values === null || Array.isArray(values)) {
		throw fail("E_CONFIG_SYNTAX", { path, why: { reason: "map" } });
	}
	for (const key of Object.keys(values)) {
		if (!known.includes(key)) throw fail("E_CONFIG_KEY", { path, key, suggestion: nearest(key, known) });
	}
	return values as Raw;
}

/** Strict parsing: YAML warnings, such as an unknown tag, are errors too. */
async function parseYaml(content: string): Promise<unknown> {
	const { parseDocument } = await import("yaml");
	const document = parseDocument(content);
	const complaint = document.errors[0] ?? document.warnings[0];
	if (complaint) throw complaint;
	return document.toJS();
}

function firstLine(message: string): string {
	return message.split("\n", 1)[0]!.replace(/[:.]$/, "");
}
