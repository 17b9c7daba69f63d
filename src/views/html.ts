/**
 * A report as one HTML file. It loads nothing from outside: its policy allows only the one script and the one style
 * sheet whose hashes it lists. The data is a block of JSON without a single "<"; the page inserts it only as text.
 */
import { visible } from "./glyphs.ts";
import { type PackedReport, packReport, type Report } from "./reportData.ts";
import { fill } from "./words.ts";

/** Output of the build of page/report, and base64 of the sha256 of each part. */
export interface PageSource {
	script: string;
	scriptHash: string;
	style: string;
	styleHash: string;
}

export function policyOf({ scriptHash, styleHash }: PageSource): string {
	return [
		"default-src 'none'",
		`script-src 'sha256-${scriptHash}'`,
		`style-src 'sha256-${styleHash}'`,
		"img-src data: blob:",
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join("; ");
}

export function reportHtml(report: Report, page: PageSource): string {
	const { lang, words, run, model, step, text, symbols } = report;
	const title = fill(words.title, { run: visible(run) });
	const facts = fill(words.facts, { model, step, text: visible(text), symbols: symbols.toLocaleString("en") });
	return htmlPage({
		...{ lang, title, facts, policy: policyOf(page), style: page.style },
		body: `<noscript><p>${inHtml(words.script)}</p></noscript>
<main id="report"></main>
<script type="application/json" id="data">${inScript(packReport(report))}</script>
<script>${page.script}</script>`,
	});
}

interface HtmlPage {
	lang: "en" | "ko";
	title: string;
	/** Line below the title. */
	facts: string;
	/** Content-Security-Policy. */
	policy: string;
	style: string;
	/** Markup below the heading: every text in it is escaped already. */
	body: string;
}

/** A page that stands alone: its title as heading, a line of facts, and `body`. */
export function htmlPage({ lang, title, facts, policy, style, body }: HtmlPage): string {
	return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${inHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${inHtml(title)}</h1>
<p>${inHtml(facts)}</p>
</header>
${body}
</body>
</html>
`;
}

export function inHtml(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** JSON that an HTML parser cannot misread; JSON.parse gives the same value. */
function inScript(data: PackedReport): string {
	return JSON.stringify(data).replace(
		/[<>&\u2028\u2029]/g,
		(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
