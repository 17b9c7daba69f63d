/** English messages: `sluice receipt`. */

export const en = {
	"verb.receipt":
		"make a link by which anyone can train a run's first updates again and compare the bits, or check one",
	"flag.updates": "updates to certify",
	"default.updates": "those of the run, at most 200",
	"flag.check": "train a receipt's updates again and say where they differ; exit code 4 if they do",
	"flag.receiptText": "text of the receipt to check: a file, a folder or a catalogue name",
	"phase.receipt": "training",
	"receipt.made": "{run}: {count:update/updates} on the plain wasm build in {time}, weights {digest}",
	"receipt.same": "Same: {count:update/updates} trained again in {time}, weights {digest}.",
	"receipt.other": "Not the same:",
} as const;
