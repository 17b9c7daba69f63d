/** Markdown as elements of the page. There is no HTML in it: what is not known here is shown as its text, or not at all. */
import type { Token, Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { DocumentLink, Picture } from "./links.tsx";
import { type Block, type Details, plainText, type ReadDocument } from "./readDocument.ts";

/** What a block or a line needs to know of the document that it is in. */
interface Of {
	of: ReadDocument;
}

export function Blocks({ blocks, of }: Of & { blocks: readonly Block[] }) {
	return blocks.map((block, n) => <Fragment key={n}>{blockOf(block, of)}</Fragment>);
}

function blockOf(block: Block, of: ReadDocument): ReactNode {
	switch (block.type) {
		case "heading":
			return <Heading token={block as Tokens.Heading} of={of} />;
		case "paragraph":
			return <Paragraph token={block as Tokens.Paragraph} of={of} />;
		case "text":
			return <Line tokens={(block as Tokens.Text).tokens ?? [block as Token]} of={of} />;
		case "code":
			return <Code text={(block as Tokens.Code).text} />;
		case "list":
			return <List token={block as Tokens.List} of={of} />;
		case "table":
			return <Table token={block as Tokens.Table} of={of} />;
		case "blockquote":
			return (
				<blockquote>
					<Blocks blocks={(block as Tokens.Blockquote).tokens} of={of} />
				</blockquote>
			);
		case "hr":
			return <hr />;
		case "details":
			return (
				<details className="document-details">
					<summary>{(block as Details).summary}</summary>
					<Blocks blocks={(block as Details).blocks} of={of} />
				</details>
			);
		default:
			return null; // spaces, definitions of links, HTML
	}
}

/** The title is the page's first heading; every other one has its own address. */
function Heading({ token, of }: Of & { token: Tokens.Heading }) {
	const words = <Line tokens={token.tokens} of={of} />;
	const { slug = "" } = of.headings.find((heading) => heading.token === token) ?? {};
	if (token.depth === 1)
		return (
			<h1 id={slug} tabIndex={-1}>
				{words}
			</h1>
		);
	const Level = `h${Math.min(token.depth, 6)}` as "h2";
	return (
		<Level id={slug} tabIndex={-1}>
			{words}
			<DocumentLink className="document-anchor" href={`#${slug}`} of={of} unheard>
				#
			</DocumentLink>
		</Level>
	);
}

/** A picture alone in its paragraph has what it shows below it. */
function Paragraph({ token, of }: Of & { token: Tokens.Paragraph }) {
	const { tokens } = token;
	const shown = tokens.filter((one) => one.type !== "html");
	if (shown.length === 0) return null;
	const [only] = shown;
	if (shown.length > 1 || only!.type !== "image")
		return (
			<p>
				<Line tokens={tokens} of={of} />
			</p>
		);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
		<figure tabIndex={0}>
			<Picture href={(only as Tokens.Image).href} words={plainText(only!)} of={of} />
			<figcaption className="quiet">{plainText(only!)}</figcaption>
		</figure>
	);
}

function Code({ text }: { text: string }) {
	const copy = () => void navigator.clipboard.writeText(text).then(() => toast(() => say("take.copied")));
	return (
		<div className="document-code">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys */}
			<pre tabIndex={0}>
				<code>{text}</code>
			</pre>
			<button type="button" className="plain" onClick={copy}>
				{say("take.copy")}
			</button>
		</div>
	);
}

function List({ token, of }: Of & { token: Tokens.List }) {
	const items = token.items.map(({ tokens }, n) => (
		<li key={n}>
			<Blocks blocks={tokens} of={of} />
		</li>
	));
	return token.ordered ? <ol start={token.start || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ token, of }: Of & { token: Tokens.Table }) {
	const side = (align: Tokens.TableCell["align"]) => (align === "right" ? "to-right" : undefined);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
		<div className="document-table" tabIndex={0}>
			<table>
				<thead>
					<tr>
						{token.header.map(({ tokens, align }, k) => (
							<th key={k} scope="col" className={side(align)}>
								<Line tokens={tokens} of={of} />
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{token.rows.map((row, n) => (
						<tr key={n}>
							{row.map(({ tokens, align }, k) => (
								<td key={k} className={side(align)}>
									<Line tokens={tokens} of={of} />
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function Line({ tokens, of }: Of & { tokens: readonly Token[] }) {
	return tokens.map((token, n) => <Fragment key={n}>{inlineOf(token, of)}</Fragment>);
}

function inlineOf(token: Token, of: ReadDocument): ReactNode {
	const inner = () => <Line tokens={(token as { tokens?: Token[] }).tokens ?? []} of={of} />;
	switch (token.type) {
		case "strong":
			return <strong>{inner()}</strong>;
		case "em":
			return <em>{inner()}</em>;
		case "del":
			return <del>{inner()}</del>;
		case "codespan":
			return <code>{plainText(token)}</code>;
		case "br":
			return <br />;
		case "link":
			return (
				<DocumentLink href={(token as Tokens.Link).href} of={of}>
					{inner()}
				</DocumentLink>
			);
		case "image":
			return <Picture href={(token as Tokens.Image).href} words={plainText(token)} of={of} />;
		case "text":
			return "tokens" in token && token.tokens ? inner() : plainText(token);
		case "escape":
			return plainText(token);
		default:
			return null; // HTML, boxes of lists
	}
}
