/** English messages: `sluice cells find`. */

export const en = {
	"default.findBest": "1 in the table, 5 with --json",
	"verb.cells find":
		"search a run for units that track a pattern in a text, compared with chance, a probe and simpler explanations",
	"flag.exact": "read the text in one piece instead of in parallel lanes; slower",
	"default.cellNames": "every h, c and gate",
	"cells.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"cells.read":
		"{units:unit/units}, selected on the first {chosen:symbol/symbols}, evaluated on the other {heldOut}; {how}.",
	"cells.onePiece": "read in one piece",
	"cells.lanes": "lanes: {lanes}, each after {warmup:symbol/symbols} of warm-up (--exact: in one piece)",
	"cells.chosen":
		"Patterns chosen by the text: {kinds}, of {lines} lines. Others: --pattern all, a set (prose, c, python, markup, korean), or names from `sluice cells patterns`.",
	"cells.kindShare": "{kind} ({share})",
	"cells.kind.c": "C-like code",
	"cells.kind.python": "Python-like code",
	"cells.kind.markup": "markup",
	"cells.kind.korean": "Korean",
	"cells.kind.prose": "prose (no sign of code, markup or Korean)",
	"cells.degree": "degree",
	"cells.probe": "probe",
	"cells.explain":
		"AUC: probability that the unit is higher (-: lower) where the pattern holds than where it does not, on data not used for selection. chance: AUC that 2.5 % of shifts of the pattern exceed. q: false discovery rate. probe: AUC of a linear probe on the whole state. rival: AUC of a simpler explanation, the current symbol or the position in the line.",
	"cells.explainDegree":
		"r: rank correlation with the degree; interval, chance and q of a degree belong to r. AUC, probe and rival of a degree: for its higher half.",
	"cells.nothing": "Nothing above chance (q at most {q}) for: {patterns}.",
	"cells.nothingAtAll": "No unit tracks any of these patterns above chance (q at most {q}).",
} as const;
