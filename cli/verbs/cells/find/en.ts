/** English messages: `sluice cells find`. */

export const en = {
	"verb.cells find":
		"search every unit of a run for those that track a pattern of a text, beside chance, a probe and rivals",
	"flag.exact": "read the text in one piece instead of in lanes side by side; slower",
	"default.cellNames": "every h, c and gate",
	"cells.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"cells.read":
		"{units:unit/units}, chosen on the first {chosen:symbol/symbols}, judged on the other {heldOut}; {how}.",
	"cells.onePiece": "read in one piece",
	"cells.lanes": "lanes: {lanes}, each after {warmup:symbol/symbols} of warm-up (--exact: in one piece)",
	"cells.degree": "degree",
	"cells.probe": "probe",
	"cells.explain":
		"AUC: how often the unit is higher (-: lower) where the pattern holds than where it does not, on text that did not choose it. chance: what the same unit exceeds in 2.5% of shifts of the pattern. q: false discovery rate. probe: all of the state, weighted. rival: the symbol just read, or the position in the line, alone.",
	"cells.explainDegree":
		"r: rank correlation with the degree; its chance is beside it, and its AUC is for a degree above the middle.",
	"cells.nothing": "Nothing found beyond chance (q at most {q}) for: {patterns}.",
	"cells.nothingAtAll": "Nothing found: no unit tracks any of these patterns beyond chance (q at most {q}).",
	"cells.skipped": "Not judged: {patterns}.",
	"cells.never": "{pattern} (never holds in one half)",
	"cells.always": "{pattern} (always holds in one half)",
	"cells.rare": "{pattern} (fewer than 8 stretches in one half)",
} as const;
