/** Words of the link to a view in English. */
export const linkEn = {
	title: "This link cannot hold everything",
	ownText:
		"Your own text is too long for a link, and so is the network that was trained on it. Send the text as well: the reader of the link drops it on the page, which then trains the same network.",
	series:
		"Your own series is too long for a link. Send the file as well: the reader of the link drops it on the page, which then trains the same network.",
	changed:
		"Options were changed while this network was trained. The page of the link trains it with the present options from update 0, so its numbers differ.",
	weights:
		"The weights of {file} are only in this tab. Send the file as well: the reader of the link drops it on the page.",
	copy: "Copy the link",
	save: "Save {file}",
	close: "Close",
	copied: "Link copied",
	notCopied: "The browser does not let this page copy. Copy the address of the page instead.",
	holdsText: "The link holds your own text: whoever has it can read the text.",
	ofComputer: "Its address, {origin}, is this computer's: it opens only here, while the studio runs.",
	ofStudio: "The link names a run of this studio: it opens in this browser only.",
};
