/** Words around the documents in English; the documents themselves are in docs. */
export const documentsEn = {
	title: "Documents",
	all: "All documents",
	back: "Back to lesson {n}",
	contents: "Contents",
	loading: "Loading the document",
	failed: "The document could not be loaded.",
	missing: "This page has no document of this name.",
	again: "Try again",
	english: "This document is in English only.",
	notHere: "Not part of this page: {path}",
};
