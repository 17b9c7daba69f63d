/** A configuration file: a map of settings in JSON or YAML. */
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { fail, SluiceError } from "../src/errors/index.ts";
import { nearest } from "../src/errors/nearest.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Larger files are refused: a parser of YAML takes time that grows with the square of the number of keys. */
const MAX_CONFIG_BYTES = 1 << 14;
/** Lists in lists, beyond what any setting has. */
const MAX_DEPTH = 8;
/** Brackets, or the marks of YAML's lists and maps, so many in a row that a parser would run out of stack. */
const NESTED = /(?:[[{][^\]}]{0,64}){64}|(?:[-?:]\s+){64}/;

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
		content = await readText(path);
	} catch (error) {
		if (error instanceof SluiceError) throw error;
		throw fail(
			"E_CONFIG_READ",
			{ path, why: { reason: "system", code: (error as NodeJS.ErrnoException).code ?? String(error) } },
			{ cause: error },
		);
	}
	let values: unknown;
	try {
		if (NESTED.test(content)) throw new RangeError();
		values = kind === ".json" ? JSON.parse(content) : await parseYaml(content);
	} catch (error) {
		if (error instanceof RangeError) throw fail("E_CONFIG_SYNTAX", { path, why: { reason: "deep" } }, { cause: error });
		throw fail(
			"E_CONFIG_SYNTAX",
			{ path, why: { reason: "parser", message: firstLine(String((error as Error).message)) } },
			{ cause: error },
		);
	}
	if (isDeep(values, MAX_DEPTH)) throw fail("E_CONFIG_SYNTAX", { path, why: { reason: "deep" } });
	if (typeof values !== "object" || values === null || Array.isArray(values)) {
		throw fail("E_CONFIG_SYNTAX", { path, why: { reason: "map" } });
	}
	for (const key of Object.keys(values)) {
		if (!known.includes(key)) throw fail("E_CONFIG_KEY", { path, key, suggestion: nearest(key, known) });
	}
	return values as Raw;
}

/** Reads the whole file, or so much of it that it is too large. */
async function readText(path: string): Promise<string> {
	const file = await open(path, "r");
	try {
		const bytes = Buffer.alloc(MAX_CONFIG_BYTES + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length < bytes.length; length += read)
			read = (await file.read(bytes, length, bytes.length - length, null)).bytesRead;
		if (length > MAX_CONFIG_BYTES) throw fail("E_CONFIG_READ", { path, why: { reason: "size" } });
		return bytes.toString("utf8", 0, length).replace(/^\uFEFF/, "");
	} finally {
		await file.close();
	}
}

/** Whether a value is nested in more than `levels`; in YAML an alias may stand for what contains it. */
function isDeep(value: unknown, levels: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	return levels === 0 || Object.values(value).some((inner) => isDeep(inner, levels - 1));
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
