/** English messages: `sluice cells clamp`. */

export const en = {
	"verb.cells clamp": "hold a unit at a value and measure the same",
} as const;
