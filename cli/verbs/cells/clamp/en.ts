/** English messages: `sluice cells clamp`. */

export const en = {
	"verb.cells clamp": "clamp a unit to a value and measure the change in loss, as cells ablate does",
} as const;
