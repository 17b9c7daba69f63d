/** English messages: `sluice predict`. */

export const en = {
	"verb.predict":
		"forecast a series, over its file and past its end, or predict the labels of sequences (for texts, see sluice predictions)",
	"arg.seriesFile":
		"another file with the columns of the run's series, or with the text field of its labelled sequences",
	"flag.free": "free-running forecast: rows past the end, each predicted from those before it",
	"flag.predictOut":
		"CSV file (for labels, JSON lines) to write; an existing file is overwritten (default: standard output)",
	"flag.predictPart": "only the rows or sequences of this part (default: all)",
	"flag.predictLength": "task: known steps of the sequence (default: the longest in training)",
	"flag.predictSeed": "task: random seed of the sequence (default: 1)",
	"flag.predictCheckpoint": "checkpoint to use: best validation, last, or a step (default: best)",
	"phase.predict": "forecasting",
	"predict.heading": "{run}, step {step}, on {of}: {rows:row/rows} in {time}",
	"predict.headingLabels": "{run}, step {step}, on {of}: labels of {sequences:sequence/sequences} in {time}",
	"predict.free": "free-running forecast of {rows:row/rows}",
	"predict.out": "written to {file}",
} as const;
