/**
 * The cells of trained runs as a table: for each pattern, the best unit on held-out text, the results of chance and of
 * a probe on the whole state, and how the run's loss rises inside and outside the pattern when the unit is clamped at
 * its mean outside.
 * node examples/cellTable.mjs RUN... [--part test] [--limit 500000] [--prove 60000] > table.md
 */
import { parseArgs } from "node:util";
import { findCells, intervene } from "sluice";

const C = ["c.comment", "c.string", "c.if-condition", "c.if-body"];
const PATTERNS = ["quotes", "word", "number", "upper", "url", "brackets", "indent", "column", "line-length", ...C];
const { values, positionals: runs } = parseArgs({
	allowPositionals: true,
	options: {
		part: { type: "string", default: "test" },
		limit: { type: "string", default: "500000" },
		prove: { type: "string", default: "60000" },
	},
});
if (runs.length === 0) throw new Error("name a run: node examples/cellTable.mjs RUN");

const fixed = (x, digits = 3) => (x === undefined || x === null ? "" : x.toFixed(digits));
const signed = (x) => (x ? `${x.mean < 0 ? "-" : "+"}${Math.abs(x.mean).toFixed(4)}` : "");
for (const run of runs) {
	// every h, c and gate; a pattern that does not occur in this text is skipped
	const found = await findCells({ run, part: values.part, limit: Number(values.limit) });
	const { run: name, step, symbols, units, seconds } = found;
	console.log(
		`\n**${name}**, ${step} updates: ${units} units, chosen on ${symbols.chosen} symbols of its ${values.part}`,
	);
	console.log(`part, judged on ${symbols.heldOut}; ${seconds.toFixed(0)} s\n`);
	console.log(
		"| pattern | share | units found | best unit | area, of degrees r too (95 % of the area) | chance | probe | best rival | loss inside | outside | verdict, rank |",
	);
	console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: | --- |");
	for (const { pattern, share, found: count, best, probe, rivals } of found.patterns) {
		if (!PATTERNS.includes(pattern)) continue;
		const top = count > 0 ? best[0] : undefined; // q up to .05
		const rival = rivals.reduce((a, b) => (b.auc > a.auc ? b : a));
		const { unit, auc, ci, correlation, chance } = top ?? {};
		const score = correlation === undefined ? fixed(auc) : `${fixed(auc)}, r ${fixed(correlation)}`;
		const one = top
			? [`\`${unit}\``, `${score} (${ci.map((x) => fixed(x)).join(" to ")})`, fixed(chance)]
			: ["none", "", ""];
		const cells = [pattern, `${(100 * share).toFixed(1)} %`, count, ...one];
		cells.push(fixed(probe.auc), `${rival.name} ${fixed(rival.auc)}`);
		if (top) {
			const act = { to: "outside" };
			const proof = await intervene({
				run,
				part: values.part,
				unit: top.unit,
				pattern,
				act,
				limit: Number(values.prove),
			});
			const rank = proof.beside.inside ? `, ${proof.beside.inside.rank} of ${proof.others.length + 1}` : "";
			cells.push(signed(proof.change.inside), signed(proof.change.outside), `${proof.verdict}${rank}`);
		} else cells.push("", "", "");
		console.log(`| ${cells.join(" | ")} |`);
	}
	for (const { pattern, why } of found.skipped)
		if (PATTERNS.includes(pattern)) console.log(`\n${pattern}: skipped (${why})`);
}
