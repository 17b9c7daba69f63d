/** English messages: what stands in the training text too. */

export const en = {
	"copied.heading": "copied from the {symbols:symbol/symbols} of the training text",
	"copied.what": "stretches",
	"copied.sample": "written",
	"copied.valid": "held out",
	"copied.test": "test",
	"copied.symbols": "symbols",
	"copied.least": "in stretches of {least} or more",
	"copied.longest": "longest, symbols",
	"copied.lines": "lines that stand there whole",
	"copied.stretch": "the longest one written, at its symbol {at}, from line {line} on:",
	"copied.stretchAt": "the longest one written, at its symbol {at}, from symbol {in} on:",
	"copied.stretchPart": "the longest of the {part} part, at its symbol {at}, at symbol {in} of the training part:",
	"copied.cut": "Searched: the last {searched} of {train:symbol/symbols} of the training part.",
	"report.overlap": "of the held-out parts, what stands in the training part",
	"report.unknown": "symbols it lacks",
} as const;
