/** English messages: `sluice cells similar`. */

export const en = {
	"verb.cells similar":
		"list units that respond like a given one, and its best match in other runs, such as other seeds",
	"flag.similarBeside": "another run in which to find the unit's best match; may be repeated",
	"flag.similarBest": "units of the run to list",
	"phase.similar": "correlating units",
	"similar.heading": "{unit} of {run}, step {step}, on {text}: {symbols:symbol/symbols} in {time}",
	"similar.own": "Units of the run that respond alike: {shown} of {units} of its kind, {above} above chance ({chance})",
	"similar.beside": "Best match in other runs, at their best checkpoint",
	"similar.run": "run",
	"similar.seed": "seed",
	"similar.step": "step",
	"similar.chance": "chance",
	"similar.above": "above chance",
	"similar.of": "{above} of {units}",
	"similar.matched": "matched",
	"similar.unmatched": "no match",
	"similar.differs": "{run} also differs in: {options}.",
	"similar.explain":
		"r: correlation with the unit over the text, between -1 and 1. Compared are the values of its kind in every layer (all c, all h or one gate; h if the other network has no such value). chance: largest |r| of any of these units after the text was shifted by 1/20, 2/20 ... 19/20 of its length; chance alone exceeds it once in 20 times.",
} as const;
