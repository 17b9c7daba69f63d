/** Words of the claim cards in English. */
export const claimEn = {
	claim: "Claim card",
	"claim.about": "{unit} tracks {pattern}",
	"claim.title": "Claim: {unit} tracks {pattern}",
	"claim.titleFails": "Not supported: {unit} tracks {pattern}",
	"claim.none":
		"Choose a row of the table above, or a unit and a pattern: the card holds the evidence, and anyone who has this run can check it.",
	"claim.untracked":
		"No unit of the table is above chance for {pattern}, so there is no card to make. Try another pattern or a longer part of the text.",
	"claim.make": "Make the card",
	"claim.check": "Check",
	"claim.file": "Check a card from a file…",
	"claim.save": "Save as file",
	"claim.tooLong": "This pattern is too long for a link. Save the card as a file: whoever opens it here can check it.",
	"claim.link": "Copy link to the claim",
	"claim.banner": "The link brings a claim, not checked here yet: {unit} tracks {pattern}.",
	"claim.bannerFails":
		"The link brings a claim whose own card says that it does not hold: {unit} tracks {pattern}. Not checked here yet.",
	"claim.show": "Show its checks",
	"send.here": "The link names a run of this studio: it opens in this browser only.",
	"send.stored": "The link names the network that comes with the page: it opens at once, nothing has to be trained.",
	"send.page":
		"The link names the network of this page. A page that opens it trains the same network by itself, which takes about as long as here; its Check waits for update {step}.",
	"send.changed":
		"Options were changed while this network was trained, so a page that opens the link trains another one. Send the file of the claim and the command instead.",
	"send.own":
		"The network was trained on your own text. Where the link cannot hold the text, send it too: the page trains the same network when it has the text.",
	"send.computer":
		"The address of the link, {origin}, is this computer's: it opens only here, while the studio runs. On another computer, start a studio there and put what the link has from # on behind its address.",
	"send.dropped": "The link names a file that you dropped: whoever opens it must drop the same file.",
	"send.anyone": "Whoever can open this page can open the link.",
	"send.elsewhere": "How others can check it",
	"send.file":
		"Save the claim as a file and send it. Whoever has the run checks it here, by Check a card from a file, or by:",
	"send.filePage":
		"Save the claim as a file and send it. In a folder with that file, these commands train the same network and check the claim:",
	"send.export":
		"Or publish the run as a page. Its address with what the link has from # on opens the claim, for everyone who can read the page:",
	"unopened.shows": "It shows the unit {unit} and the pattern {pattern}.",
	"unopened.claims":
		"It claims: {unit} tracks {pattern} in the {part} of the run, measured on the first {symbols} symbols. That is what the link says; nothing of it was checked here.",
	"claim.atWork": "Measuring the evidence",
	"claim.holds": "The evidence supports it.",
	"claim.holdsLoosely": "The evidence supports it, but the unit marks the pattern loosely.",
	"claim.fails": "The evidence does not support it.",
	"claim.confirmed": "Confirmed: measured again, every figure is the same.",
	"claim.refuted": "Not confirmed.",
	"claim.linked": "This link claims: {unit} tracks {pattern}. Nobody has checked it in this browser yet.",
	"claim.search":
		"AUC {auc} [{low}, {high}] and F1 {f1} on symbols {from} to {to} of the {part}, not used for selection; chance {chance}, q {q} of {units} tests, one per unit; best rival {rival} ({name}).",
	"claim.searchDegree":
		"Rank correlation with the degree {r} [{rLow}, {rHigh}], chance {chance}. For the higher half of the degree: AUC {auc} [{low}, {high}], chance {aucChance}, F1 {f1}, best rival {rival} ({name}). On symbols {from} to {to} of the {part}, not used for selection; q {q} of {units} tests, one per unit.",
	"claim.poor":
		"F1 is {f1}: at its threshold, the symbols marked wrongly or missed are more than twice as many as those marked correctly. The AUC compares ranks only, so the unit may track something broader.",
	"claim.trained":
		"The network was trained on this part of the text. The validation part shows whether the unit does the same on text that it has not read.",
	"claim.tests":
		"q counts the tests of this card alone. In a table over more patterns it is another number, and not always a larger one.",
	"claim.held":
		"Held at {value}, its mean outside: loss {inside} nats per symbol inside, {outside} outside, difference {difference}. By its rise inside it is number {rank} of {of}, the largest first: this unit and {others} drawn at random.",
	"claim.digests": "weights {weights}, text {text}, {symbols} symbols, wasm-plain",
	"trouble.weights": "The weights are not those of the claim: open the run or the checkpoint that it was made with.",
	"trouble.text": "The text is not the one of the claim: choose its part of the text.",
	"trouble.digits": "The card says something else than was measured: {field}.",
	"trouble.link": "The figures that were measured here are not those of the link.",
	"state.update": "update {step} (weights {weights})",
	"state.weights": "weights {weights}",
	"state.differs": "Not checked: this view shows {here}, and the claim is about {claimed}.",
	"state.kept": "Check opens that update first.",
	"state.coming": "The page is training the network, update {step} of {of}. Check waits for it.",
	"state.waits":
		"The page is training the network, update {step} of {of}. The check begins by itself when it is there.",
	"state.otherPage":
		"This page does not have it. Open the link again in a new tab: the page then trains the network of the link from the start.",
	"state.otherRun": "Choose the checkpoint that it was made with.",
	"claim.sameFails": "Measured again: every figure is the same, and the claim does not hold.",
	"claim.linkedHolds": "Its card says that all checks passed:",
	"claim.linkedFails": "Its card says that it does not hold:",
	"claim.little":
		"The network has learned little so far: {loss} nats per symbol, the symbols' frequencies alone give {baseline}. A network that is trained longer may have such a unit.",
	"claim.longer": "Train longer",
	"check.scored": "The pattern can be scored",
	"check.found": "The unit is above chance",
	"check.rival": "The unit is better than a simpler explanation, whose AUC is below its 95% interval",
	"check.used":
		"Held at its mean outside the pattern, the loss rises more inside (the interval of the difference is above 0): the network uses the unit for it",
	"check.failed": "Failed:",
	"check.passed": "Passed:",
	"check.unmeasured": "not measured",
	"fault.scored": "The pattern holds nowhere, everywhere, or in fewer than 8 places of one half of the text.",
	"fault.found": "The unit is not above its chance level with q at most 0.05.",
	"fault.rival":
		"The current symbol or the position in the line may explain the pattern as well: its AUC is not below the unit's 95% interval.",
	"fault.used":
		"Holding the unit at its mean outside the pattern does not raise the loss more inside the pattern than outside.",
	"advice.scored": "Read a longer part of the text, or choose another pattern.",
	"advice.found":
		"Try another unit of the table above, a longer part of the text, or a network that was trained longer.",
	"advice.rival":
		"Try another unit, above all a c, which remembers, or a pattern that neither the current symbol nor the position gives away.",
	"advice.used": "Try another unit of the table above, or more text: the interval becomes narrower.",
};
