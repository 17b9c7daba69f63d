/** Claims about planted cells: whole ones hold, forged ones fail with the field, labels by chance give none. */
import { expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { DEPTH, plantedText, plantedWeights, QUOTES, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { RandomStream } from "../../kernels/random.ts";
import { findCells } from "../findCells.ts";
import { hooksOf } from "../hookNames.ts";
import { textOf } from "../model.ts";
import { Labels } from "../patterns/pattern.ts";
import { PATTERNS } from "../patterns/registry.ts";
import { spanPattern } from "../patterns/spans.ts";
import { type Claim, claimOf, firstDifference, verifyClaim } from "./claim.ts";
import { evidenceOf, failuresOf } from "./evidence.ts";
import { parseClaim } from "./parseClaim.ts";

const engine = engineFor("fast");
const model = { engine, weights: plantedWeights(engine, { closes: true }) };
const TEXT = plantedText(6000);
const text = textOf(vocabulary.encode(TEXT));
const [weightsSha256, textSha256] = ["ab".repeat(32), "cd".repeat(32)];
function labelled(name: string): Labels {
	const labels = new Labels(
		PATTERNS.filter((one) => one.name === name),
		TEXT.length,
	);
	for (const sign of TEXT) labels.push(sign.charCodeAt(0));
	return labels;
}
const subject = (pattern: string) => ({ model, text, labels: labelled(pattern), weightsSha256, textSha256 });
const quotes = subject("quotes");
const facts = { unit: `l0.c.${QUOTES}`, pattern: "quotes", run: "planted", part: "valid" } as const;

test("the planted cells' claims hold, with areas of at least 0.99 and over 2 nats inside quotes; read from JSON they hold again", async () => {
	const claim = await claimOf(quotes, facts);
	expect(claim.evidence.search!.auc).toBeGreaterThan(0.99);
	expect(claim.evidence.search!.units).toBe(60);
	expect(claim.evidence.held!.change.inside!.low).toBeGreaterThan(2);
	const again = parseClaim(JSON.stringify(claim));
	expect(again).toEqual(claim);
	expect(await verifyClaim(again, quotes)).toEqual({
		...{ holds: true, trouble: [], differs: null, evidence: claim.evidence },
	});
	const depth = subject("brackets");
	const deep = await claimOf(depth, { ...facts, unit: `l0.c.${DEPTH}`, pattern: "brackets" });
	expect((await verifyClaim(deep, depth)).holds).toBe(true);
});

test("a unit that only fades after each symbol gets a claim that does not hold: the current symbol explains it as well", async () => {
	const claim = await claimOf(quotes, { ...facts, unit: "l0.c.1" });
	expect(await verifyClaim(claim, quotes)).toMatchObject({ holds: false, trouble: ["rival"], differs: null });
	expect(claim.evidence.held).toBeNull();
});

test("each forged field fails: figures and units by the digits, weights and texts by their digests before anything is read", async () => {
	const claim = await claimOf(quotes, facts);
	const forged = async (change: (claim: Claim) => void) => {
		const other = structuredClone(claim);
		change(other);
		const { holds, trouble, differs } = await verifyClaim(other, quotes);
		return [holds, trouble, differs];
	};
	expect(await forged((one) => (one.evidence.search!.auc += 1e-9))).toEqual([false, ["digits"], "search.auc"]);
	expect(await forged((one) => (one.evidence.search!.ci[0] = 0.999999))).toEqual([false, ["digits"], "search.ci.0"]);
	expect(await forged((one) => (one.evidence.held!.change.inside!.mean *= 2))).toEqual([
		...[false, ["digits"], "held.change.inside.mean"],
	]);
	expect(await forged((one) => Object.assign(one.evidence, { seen: true }))).toEqual([false, ["digits"], "seen"]);
	expect(await forged((one) => (one.unit = "l0.c.1"))).toEqual([false, ["digits", "rival"], "search.threshold"]);
	expect(await forged((one) => (one.weightsSha256 = textSha256))).toEqual([false, ["weights"], null]);
	expect(await forged((one) => (one.textSha256 = weightsSha256))).toEqual([false, ["text"], null]);
	expect((await verifyClaim(claim, { ...quotes, labels: labelled("upper") })).trouble).toContain("digits");
});

test("of 100 labellings by chance, each claimed for the unit that fits it best, at most 5 claims hold", async () => {
	const names = hooksOf(model.weights.spec).flatMap(({ kind, name }) => (/^(c|h|gate)$/.test(kind) ? [name] : []));
	const lengths = spansOf(labelled("quotes")).filter((_, n) => n % 2 === 0);
	const short = textOf(vocabulary.encode(TEXT.slice(0, 3000)));
	let held = 0;
	for (let n = 0; n < 100; n++) {
		const random = new RandomStream(n, "shuffled labels");
		const spans = lengths.map((length) => {
			const from = random.below(3000 - length);
			return { from, to: from + length };
		});
		const labels = new Labels([spanPattern("by chance", spans)], 3000);
		for (const sign of TEXT.slice(0, 3000)) labels.push(sign.charCodeAt(0));
		const [best] = (await findCells(model, short, labels, { names, best: 1 })).patterns[0]?.best ?? [];
		if (best && failuresOf(await evidenceOf(model, short, labels, best.unit)).length === 0) held++;
	}
	expect(held).toBeLessThanOrEqual(5);
});

/** Lengths of the spans of a pattern. */
function spansOf({ tracks }: Labels): number[] {
	const lengths: number[] = [];
	let run = 0;
	for (const label of [...tracks[0]!, 0]) {
		if (label) run++;
		else if (run > 0) [run, lengths.length] = [0, lengths.push(run)];
	}
	return lengths;
}

test("what is no claim is answered with its first wrong field", async () => {
	const claim = JSON.parse(JSON.stringify(await claimOf(quotes, facts)));
	for (const [change, what] of [
		[{ version: 2 }, "version"],
		[{ engine: "native" }, "engine"],
		[{ part: "all" }, "part"],
		[{ symbols: 12 }, "symbols"],
		[{ unit: "" }, "unit"],
		[{ weightsSha256: "12" }, "weightsSha256"],
		[{ evidence: [] }, "evidence"],
	] as const)
		expect(() => parseClaim(JSON.stringify({ ...claim, ...change }))).toThrow(what);
	for (const text of ["", "[]", "{", '{"version":1,"version":1}', `{"a":${"[".repeat(20)}${"]".repeat(20)}}`])
		expect(() => parseClaim(text)).toThrow("E_CLAIM_FORM");
	expect(firstDifference({ a: [1, 2] }, { a: [1, 3] })).toBe("a.1");
});
