/** English messages: `sluice cells history`. */

export const en = {
	"verb.cells history":
		"show a unit's score on a pattern at each saved checkpoint, and whether other runs also have such a unit",
	"flag.historyPattern":
		"pattern to score the unit on: a name from `sluice cells patterns`, in:/re/flags, at:/re/ or after:/re/; default: the pattern of its name, or else the one it tracks best",
	"flag.historySvg": "SVG file for the figure",
	"flag.beside": "another run to search for a unit that tracks the pattern; may be repeated",
	"phase.history": "reading checkpoints",
	"history.heading": "{unit} of {run}, scored on {pattern} in {text}: {symbols:symbol/symbols} in {time}",
	"history.clearest": "{pattern} is the pattern it tracks best at the best checkpoint; choose another with --pattern.",
	"history.step": "step",
	"history.loss": "validation",
	"history.best": "best unit",
	"history.leftOut": "Showing {shown} of {count:checkpoint/checkpoints}; --json has all.",
	"history.since": "Above chance at every checkpoint from step {step} ({direction} where {pattern} holds).",
	"history.lost": "Not above chance at the newest checkpoint, step {newest}.",
	"history.beside": "Other runs, at their best checkpoint",
	"history.run": "run",
	"history.found": "above chance",
	"history.of": "{found} of {units}",
	"history.too": "also has such a unit",
	"history.weaker": "has only a weaker one",
	"history.none": "has none",
	"history.few":
		"Checkpoints saved: {count}. Train with --save-every N --keep-last 100 to keep up to 100 of them, N updates apart.",
	"history.explain":
		"AUC: on the half of the text not used for selection, in the direction of the newest checkpoint; below 0.5 the direction is reversed. The bar runs from 0.5 to 1. q: false discovery rate over the units of the same kind. best unit: the one of them that scores best on the other half, with its score on this half.",
	"history.explainDegree":
		"r: rank correlation with the degree on the half of the text not used for selection, in the direction of the newest checkpoint; below 0 the direction is reversed. The bar runs from 0 to 1. q: false discovery rate over the units of the same kind. best unit: the one of them that scores best on the other half, with its score on this half.",
} as const;
