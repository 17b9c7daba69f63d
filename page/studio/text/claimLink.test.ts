/** Links of claims: the checks travel with them, and a link that says something else than was measured does not hold. */
import { expect, test } from "vitest";
import type { Claim } from "../../../src/interpretation/claims/claim.ts";
import { readAddress, writeAddress } from "../address.ts";
import { claimAddress, claimWord, linkedClaim, linkHolds } from "./claimLink.ts";
import { patternIn } from "./patternWord.ts";

const CLAIM = {
	...{ version: 1, unit: "l0.c.1", pattern: "quotes", run: "book", part: "valid", symbols: 9000, engine: "wasm-plain" },
	...{ weightsSha256: "ab".repeat(32), textSha256: "cd".repeat(32) },
	evidence: {
		search: { auc: 0.7, q: 1e-9, chance: 0.55, ci: [0.6, 0.8], rival: { name: "symbol", auc: 0.9 } },
		held: null,
	},
} as unknown as Claim;

test("a failed card's link says which check failed, whatever the run is called", async () => {
	const word = await claimWord(CLAIM);
	expect(word).toMatch(/^9000\.[0-9a-f]{16}\.ppfn$/);
	expect(await claimWord({ ...CLAIM, run: "other" })).toBe(word);
	expect(linkedClaim(word)!.checks).toEqual({ scored: true, found: true, rival: false, used: null });
	expect(await linkHolds(word, CLAIM)).toBe(true);
});

test("a link without its checks still holds; one with other checks, digits or symbols does not", async () => {
	const word = await claimWord(CLAIM);
	const [symbols, digits] = word.split(".") as [string, string];
	expect(linkedClaim(`${symbols}.${digits}`)).toMatchObject({ symbols: 9000, checks: null });
	expect(await linkHolds(`${symbols}.${digits}`, CLAIM)).toBe(true);
	for (const other of [`${symbols}.${digits}.pppp`, `9001.${digits}.ppfn`, `${symbols}.${"0".repeat(16)}.ppfn`, "x"])
		expect(await linkHolds(other, CLAIM)).toBe(false);
});

test("an address names the network of its claim: its update and 8 digits of its weights", async () => {
	const wanted = await claimAddress(readAddress("#/text?cell=gru&part=train"), CLAIM, 2000);
	const { more } = readAddress(writeAddress(wanted!));
	expect(more.claim).toMatch(/^9000\.[0-9a-f]{16}\.ppfn\.2000wabababab$/);
	expect(linkedClaim(more.claim)).toMatchObject({ symbols: 9000, network: { step: 2000, weights: "abababab" } });
	expect(await linkHolds(more.claim!, CLAIM)).toBe(true);
	const unknown = await claimAddress(readAddress("#/text"), CLAIM);
	expect(linkedClaim(unknown!.more.claim)!.network).toEqual({ step: null, weights: "abababab" });
	expect(linkedClaim(await claimWord(CLAIM))!.network).toBeNull();
});

test("an address holds a claim whole, with an expression of up to 130 bytes, and drops looks before any word of it; a longer one has none", async () => {
	const now = readAddress(
		"#/text?run=0123456789abcdef&cp=last&part=valid&at=123456&wrap=flow&next=off&pal=safe&scale=0.5&vs=page&dscale=10",
	);
	for (const pattern of ["quotes", 'in:/"[^"]*"/', `in:/${"a".repeat(124)}/i`]) {
		const wanted = await claimAddress(now, { ...CLAIM, pattern });
		const { more } = readAddress(writeAddress(wanted!));
		expect(more).toMatchObject({ run: "0123456789abcdef", cp: "last", part: "valid", u: "l0.c.1" });
		expect(patternIn(more.pat!)).toBe(pattern);
		expect(linkedClaim(more.claim)).not.toBe(null);
		expect(more.at === undefined).toBe(pattern.length > 90);
	}
	expect(await claimAddress(now, { ...CLAIM, pattern: `in:/${"a".repeat(145)}/i` })).toBe(null);
	expect(await claimAddress(now, { ...CLAIM, pattern: `in:/${"a".repeat(400)}/i` })).toBe(null);
});
