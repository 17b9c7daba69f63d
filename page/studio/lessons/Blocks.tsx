/** The words of a screen: paragraphs, lists and formulas. */
import { Fragment, type MouseEvent, type ReactNode } from "react";
import { writeAddress } from "../address.ts";
import { addressOf } from "../documents/documentAddress.ts";
import { placeAt } from "../documents/documentPath.ts";
import { setAddress } from "../shell/location.ts";
import type { Block, Inline } from "./lesson.ts";
import { sayLessons } from "./lessonWords.ts";

interface WordsCall {
	words: readonly Inline[];
	/** The reader's guess; undefined before they committed one. */
	guess: number | undefined;
}

export function Blocks({ blocks, guess }: { blocks: readonly Block[]; guess: number | undefined }) {
	return blocks.map((block, n) => {
		if ("code" in block) return <pre key={n}>{block.code}</pre>;
		if ("words" in block)
			return (
				<p key={n}>
					<Words words={block.words} guess={guess} />
				</p>
			);
		return (
			<ul key={n}>
				{block.list.map((words, k) => (
					<li key={k}>
						<Words words={words} guess={guess} />
					</li>
				))}
			</ul>
		);
	});
}

export function Words({ words, guess }: WordsCall) {
	return words.map((one, n) => <Fragment key={n}>{nodeOf(one, guess)}</Fragment>);
}

function nodeOf(one: Inline, guess: number | undefined): ReactNode {
	if (typeof one === "string") return one;
	if ("strong" in one) return <strong>{<Words words={one.strong} guess={guess} />}</strong>;
	if ("em" in one) return <em>{<Words words={one.em} guess={guess} />}</em>;
	if ("code" in one) return <code>{one.code}</code>;
	if ("said" in one)
		return guess === undefined ? null : <strong> {one.said.replace("{guess}", guess.toLocaleString("en"))}</strong>;
	if ("claim" in one)
		return (
			<sup className="tested" title={sayLessons("claim")}>
				{" "}
				{sayLessons("tested")}
			</sup>
		);
	if ("href" in one) return <Away href={one.href}>{one.link}</Away>;
	return <ToDocument path={one.document}>{one.link}</ToDocument>;
}

/** A link to a document, which the page shows with a way back to the lesson. */
function ToDocument({ path, children }: { path: string; children: string }) {
	const to = addressOf({ name: placeAt(path)!.name, section: "" });
	const open = (event: MouseEvent) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		setAddress(to, "push");
	};
	return (
		<a href={writeAddress(to)} onClick={open}>
			{children}
		</a>
	);
}

/** A link that leaves the page where it is. */
function Away({ href, children }: { href: string; children: string }) {
	return (
		<a href={href} target="_blank" rel="noreferrer noopener">
			{children}
		</a>
	);
}
