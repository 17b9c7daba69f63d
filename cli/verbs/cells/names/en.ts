/** English messages: `sluice cells names`. */

export const en = {
	"verb.cells names": "list the units that have a name",
	"names.none": "{run} has no named units.",
} as const;
