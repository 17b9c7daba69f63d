/** English messages: `sluice data report`. */

export const en = {
	"verb.data report": "describe a text: alphabet, lines, repetition, overlap between its parts",
	"phase.report": "reading the text",
	"report.heading": "{text}: {bytes}, {symbols:symbol/symbols} for training ({split}), in {time}",
	"report.alphabet": "alphabet: {size:symbol/symbols}, {rare} of them seen fewer than {least} times",
	"report.rare": "rare: {symbols}",
	"report.lines": "{lines} lines, {empty} empty; symbols per line: median {median}, mean {mean}, maximum {longest}",
	"report.repeats": "repetition within the training part",
	"report.repeatedLines": "duplicate lines: {repeated} of {lines} ({share}), with {symbolShare} of the symbols",
	"report.repeatedStretches": "passages of {least} or more that also occur elsewhere: {share} of the symbols",
} as const;
