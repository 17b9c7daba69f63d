/** English messages: `sluice cells report`. */

export const en = {
	"flag.reportLimit": "symbols to show from the start of the text",
	"verb.cells report":
		"write an HTML page: a text coloured by units, the predictions at each symbol, and gate saturation",
	"flag.units": "units to colour the text by, such as l1.c.17; the first is shown first",
	"default.units": "the named units, then the best unit of each pattern",
	"page.done": "{file}: {symbols:symbol/symbols}, {bytes}, in {time}",
	"page.units": "units: {units}",
} as const;
