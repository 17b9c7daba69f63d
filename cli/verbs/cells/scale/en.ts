/** English messages: `sluice cells scale`. */

export const en = {
	"verb.cells scale": "scale a unit by a factor and measure the change in loss, as cells ablate does",
	"flag.factor": "factor to multiply the unit by",
} as const;
