/** English messages: `sluice forecast`. */

export const en = {
	"verb.forecast":
		"forecast a series, over its file and past its end, or predict the labels of sequences (for texts, see sluice predictions)",
	"arg.seriesFile":
		"another file with the columns of the run's series, or with the text field of its labelled sequences",
	"flag.free": "free-running forecast: rows past the end, each predicted from those before it",
	"flag.forecastOut":
		"CSV file (for labels, JSON lines) to write; an existing file is overwritten (default: standard output)",
	"flag.forecastSvg":
		"SVG file to write: forecasts with their past, residuals, and the error by rows ahead; an existing file is overwritten",
	"flag.forecastPart": "only the rows or sequences of this part (default: all)",
	"flag.forecastLength": "task: known steps of the sequence (default: the longest in training)",
	"flag.forecastSeed": "task: random seed of the sequence (default: 1)",
	"flag.forecastCheckpoint": "checkpoint to use: best validation, last, or a step (default: best)",
	"phase.forecast": "forecasting",
	"forecast.heading": "{run}, step {step}, on {of}: {rows:row/rows} in {time}",
	"forecast.headingLabels": "{run}, step {step}, on {of}: labels of {sequences:sequence/sequences} in {time}",
	"forecast.free": "free-running forecast of {rows:row/rows}",
	"forecast.out": "written to {file}",
} as const;
