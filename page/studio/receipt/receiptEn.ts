/** Words of receipts in English. */
export const receiptEn = {
	title: "A receipt of a training",
	claim:
		"{model} on {data}, seed {seed}: after {updates} updates its weights have the digest {digest}. This page trains the same updates now and compares.",
	text: "a text ({digest})",
	reading: "Reading the receipt.",
	checking: "Training on this computer: update {done} of {total}.",
	same: "Same bits. This computer found the same weights: {digest}.",
	differs: "Not the same: the weights differ at update {update} or before, first in {tensor}.",
	recipe: "The receipt was changed: its seed, options or data are not those it was made with.",
	otherText: "This is another text than the receipt's.",
	noText: "The receipt's text is not one of this page's.",
	choose: "Choose the file…",
	ask: "Choose the file whose SHA-256 begins with {digest}:",
	help: "Nothing is sent anywhere. The plain WebAssembly build gives the same bits in every browser.",
	own: "Train a network of your own",
	make: "Receipt of the first {n} updates",
	making: "Training for the receipt: {share}",
};
