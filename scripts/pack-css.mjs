/** Style sheets without what only their readers need: comments, line ends, indentation. */

/** @param {string} css */
export function packCss(css) {
	return css
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/\s+/g, " ")
		.replace(/ ?([{};,>]) ?/g, "$1")
		.replace(/: /g, ":")
		.trim();
}
