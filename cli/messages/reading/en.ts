/** English messages: what is read with a run. */

export const en = {
	"eval.part": "its {part} part",
	"part.train": "train",
	"part.valid": "valid",
	"part.test": "test",
	"trace.unknown": "Symbols that are not in the run's vocabulary, read as unknown: {count}.",
	"predictions.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"predictions.of": "{count} of {total}",
	"ngrams.order": "order",
	"ngrams.cut":
		"Counted on the last {counted} of {train} training symbols and judged on the first {symbols} of {part}: the rest does not fit into memory.",
	"diagnose.layer": "layer {layer}",
	"diagnose.saturation": "share of steps below .1 and above .9",
	"diagnose.svg": "figures: {file}",
} as const;
