/** English messages: `sluice cells history`. */

export const en = {
	"verb.cells history": "a unit's score on a pattern at each kept checkpoint, and whether other runs grew one too",
	"flag.historyPattern":
		"pattern that it is scored on: a name of `sluice cells patterns`, in:/re/flags, at:/re/ or after:/re/; default that of the unit's name, or else its clearest",
	"flag.historySvg": "write the figure to this file",
	"flag.beside": "run whose units are searched for one that tracks the pattern as well; the flag may be repeated",
	"phase.history": "reading checkpoints",
	"history.heading": "{unit} of {run} on {pattern}, read in {text}: {symbols:symbol/symbols} in {time}",
	"history.clearest": "{pattern} is what it tracks most clearly at the best checkpoint; --pattern asks for another.",
	"history.step": "step",
	"history.loss": "validation",
	"history.best": "clearest",
	"history.leftOut": "{shown} of {count:checkpoint/checkpoints}; --json has all.",
	"history.since": "Beyond chance at every checkpoint from step {step} on ({direction} where {pattern} holds).",
	"history.lost": "Not beyond chance at the newest checkpoint, step {newest}.",
	"history.beside": "Other runs, at their best checkpoint",
	"history.run": "run",
	"history.found": "beyond chance",
	"history.of": "{found} of {units}",
	"history.too": "grew one too",
	"history.weaker": "only a weaker one",
	"history.none": "grew none",
	"history.few":
		"Checkpoints kept: {count}. A run trained with --save-every N --keep-last 100 keeps up to 100 of them, N updates apart.",
	"history.explain":
		"AUC on the half of the text that chose nothing, in the direction of the newest checkpoint: below 0.5 the unit goes the other way. The line goes from 0.5 to 1. q: over the units of the same kind. clearest: the one of them that is clearest on the other half, with its score on this one.",
	"history.explainDegree":
		"r: rank correlation with the degree on the half of the text that chose nothing, in the direction of the newest checkpoint: below 0 the unit goes the other way. The line goes from 0 to 1. q: over the units of the same kind. clearest: the one of them that is clearest on the other half, with its score on this one.",
} as const;
