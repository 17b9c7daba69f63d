/** Words of all instruments in English: which network is shown, and what it waits for. */
export const instrumentEn = {
	network: "Network",
	thisPage: "the network of this page",
	part: "Text",
	"part.train": "training part",
	"part.valid": "validation part",
	"part.test": "test part",
	sample: "The run's own text is not part of this page, so it reads one of the page's texts.",
	droppedText: "The file has no text, so it reads one of the page's texts, or yours.",
	droppedHelp:
		"A file that does not name its symbols needs the text that it was trained on: drop that text on the page, then the file again.",
	unpublished:
		"The data that this network reads are not part of this page. `sluice studio --export DIR RUN --with-text` adds them.",
	gone: "The file is not here any more. Drop it on the page again.",
	opening: "Opening the network",
	missing: "There is no network yet.",
	noOwn: "This page does not have the data that the network was trained on.",
	noOwnHelp:
		"They are the sender's own text or table, which the link does not hold. Ask for the file and give it to this page, which then trains the network again.",
	giveIt: "Give the text or table",
	noText: "This page has a network, but it was not trained on a text.",
	missingHelp: "Train one on a text, or choose a run. This view opens it as soon as it has a first checkpoint.",
	toTrain: "Go to Train",
	failed: "The network could not be opened.",
	noSession: "This link is to a run of a studio, and this browser has no session with that studio.",
	"noSession.terminal":
		"Is the studio running in a terminal of this computer? Press Enter there and open the link that it prints in this browser. This tab then shows the run.",
	"noSession.background": "If it runs in the background or has ended, start another one. Runs in training go on:",
	"noSession.then": "Open the link that it prints, and replace what its address has from # on by this:",
	"noSession.elsewhere":
		"On another computer this link cannot open. Ask its sender for the file of the claim (.claim.json), or for a page exported by `sluice studio --export DIR RUN --with-text`, which opens at the same words from # on.",
	again: "Try again",
	newer: "Show update {step}",
	update: "update {step}",
	trainedOn: "trained on {data}",
	earlier: "before the page's newest training",
	stored: "Trained beforehand; the training of this page ends with the same weights.",
	provenance: "{model}, {parameters} parameters, {build}, weights {digest}",
};
