/** English messages: `sluice cells names`. */

export const en = {
	"verb.cells names": "list the named units",
	"names.none": "{run} has no named units.",
	"names.name": "name",
	"names.text": "evaluated on",
} as const;
