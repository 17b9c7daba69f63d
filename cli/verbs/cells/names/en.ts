/** English messages: `sluice cells names`. */

export const en = {
	"verb.cells names": "list the units that have a name",
	"names.none": "{run} has no named units.",
	"names.name": "name",
	"names.text": "judged on",
} as const;
