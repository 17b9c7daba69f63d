/** English messages: `sluice cells report`. */

export const en = {
	"verb.cells report":
		"write a page that shows a text coloured by units, what was expected next, and the saturation of the gates",
	"flag.units": "units that the text is coloured by, such as l1.c.17, the first one at first",
	"default.units": "the named ones, then the clearest of each pattern",
	"page.done": "{file}: {symbols:symbol/symbols}, {bytes}, in {time}",
	"page.units": "units: {units}",
} as const;
