/** English messages: what stands in the training text too. */

export const en = {
	"copied.heading": "passages copied from the training text ({symbols:symbol/symbols})",
	"copied.what": "passages",
	"copied.sample": "sample",
	"copied.valid": "validation",
	"copied.test": "test",
	"copied.symbols": "symbols",
	"copied.least": "in passages of {least} or more",
	"copied.longest": "longest passage, symbols",
	"copied.lines": "complete lines copied",
	"copied.stretch": "longest passage: from offset {at} of the sample, from line {line} of the training text:",
	"copied.stretchAt": "longest passage: from offset {at} of the sample, from offset {in} of the training text:",
	"copied.stretchPart":
		"longest passage of the {part} part: from its offset {at}, from offset {in} of the training part:",
	"copied.cut": "Only the last {searched} of {train:symbol/symbols} of the training part were searched.",
	"report.overlap": "overlap of the held-out parts with the training part",
	"report.unknown": "symbols unseen in training",
} as const;
