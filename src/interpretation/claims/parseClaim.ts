/** A claim from a file that may come from anyone: each field that is used is checked, the evidence only for its size. */
import { fail } from "../../errors/index.ts";
import { type Wanted, withGot } from "../../errors/request.ts";
import { type JsonValue, parseStrictJson } from "../../interop/strictJson.ts";
import { CLAIM_VERSION, type Claim } from "./claim.ts";

/** Longest file of a claim, in bytes. */
export const MOST_CLAIM_BYTES = 1 << 16;
const LIMITS = { bytes: MOST_CLAIM_BYTES, values: 1000, depth: 8 };

/** @throws E_CLAIM_FORM naming the first field that is not what it must be. */
export function parseClaim(text: string): Claim {
	const wrong = (what: string, why: Wanted, got: JsonValue | undefined) =>
		fail("E_CLAIM_FORM", { what, why: withGot(why, got) });
	let json: JsonValue;
	try {
		json = parseStrictJson(text, "claim", LIMITS);
	} catch (error) {
		throw fail("E_CLAIM_FORM", { what: "claim", why: { reason: "json", message: "JSON" } }, { cause: error });
	}
	if (typeof json !== "object" || json === null || Array.isArray(json))
		throw wrong("claim", { reason: "type", types: ["object"] }, json);
	const fields = json;
	const word = (key: string, most: number) => {
		const value = fields[key];
		const fits = typeof value === "string" && value !== "" && value.length <= most;
		if (!fits) throw wrong(key, { reason: "type", types: ["text"] }, value);
		return value;
	};
	const digest = (key: string) => {
		const value = fields[key];
		if (typeof value !== "string" || !/^[0-9a-f]{64}$/.test(value))
			throw wrong(key, { reason: "form", forms: ["SHA-256"] }, value);
		return value;
	};
	const { version, symbols, part, engine, evidence } = fields;
	if (version !== CLAIM_VERSION) throw wrong("version", { reason: "oneOf", choices: [String(CLAIM_VERSION)] }, version);
	if (engine !== "wasm-plain") throw wrong("engine", { reason: "oneOf", choices: ["wasm-plain"] }, engine);
	if (part !== "train" && part !== "valid" && part !== "test")
		throw wrong("part", { reason: "oneOf", choices: ["train", "valid", "test"] }, part);
	if (!Number.isSafeInteger(symbols) || (symbols as number) < 2048)
		throw wrong("symbols", { reason: "whole", min: 2048 }, symbols);
	if (typeof evidence !== "object" || evidence === null || Array.isArray(evidence))
		throw wrong("evidence", { reason: "type", types: ["object"] }, evidence);
	return {
		...{ version, engine, part, symbols: symbols as number },
		...{ unit: word("unit", 60), pattern: word("pattern", 4096), run: word("run", 4096) },
		...{ weightsSha256: digest("weightsSha256"), textSha256: digest("textSha256") },
		evidence: evidence as unknown as Claim["evidence"],
	};
}
