/** English messages: `sluice cells scale`. */

export const en = {
	"verb.cells scale": "multiply a unit and measure the same",
	"flag.factor": "number that the unit is multiplied with",
} as const;
