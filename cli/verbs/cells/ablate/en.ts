/** English messages: `sluice cells ablate`. */

export const en = {
	"verb.cells ablate":
		"take a unit away and measure what the run loses, inside and outside a pattern, beside other units",
	"flag.ablateTo": "what the unit is held at: its mean over the text, 0, or its mean outside the pattern",
} as const;
