/** Names that a pattern field suggests: those of the library's registry, whose code is the worker's. patternNames.test.ts compares. */
export const PATTERN_NAMES = [
	...["quotes", "word", "number", "upper", "url", "brackets", "indent", "column", "line-length"],
	...["c.string", "c.comment", "c.if-condition", "c.if-body"],
	...["py.string", "py.comment", "py.if-condition", "py.if-body", "markup.tag", "markup.comment"],
	...["ko.final", "ko.particle", "ko.ending", "ko.quotation", "ko.quotative", "ko.honorific"],
];
