/** English messages: `sluice cells ablate`. */

export const en = {
	"verb.cells ablate":
		"ablate a unit and measure the change in loss inside and outside a pattern, compared with other units",
	"flag.ablateTo": "value that replaces the unit's: its mean over the text, 0, or its mean outside the pattern",
	"default.ablateTo": "outside with a pattern, else mean",
} as const;
