/** English messages: `sluice report`. */

export const en = {
	"verb.report": "write one HTML file about a run: curves, diagnosis, samples, named cells, settings, digests",
	"flag.reportHtml": "file to write",
	"default.reportHtml": "RUN.html",
	"phase.runReport": "diagnosing",
	"runReport.saved": "{file}: {bytes}",
	"runReport.undiagnosedPair": "The report has no diagnosis: `diagnose` does not support encoder-decoders.",
	"runReport.undiagnosed": "The report has no diagnosis: {why}",
} as const;
