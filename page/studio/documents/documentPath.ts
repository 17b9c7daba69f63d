/** Which file a document is, and where a link in it leads. */
import type { Lang } from "../../../src/errors/index.ts";

/** A document by its name, as the address has it: "chat", or "reproductions:README" in a folder. */
export interface Place {
	name: string;
	/** Slug of the heading; empty for the beginning. */
	section: string;
}

export type Target =
	| (Place & { kind: "document"; lang: Lang })
	/** An address of this page, such as "#/lab?at=radius=0.9". */
	| { kind: "view"; href: string }
	| { kind: "away"; href: string }
	/** A file of the repository that this page does not have, or an address of a kind that it does not follow. */
	| { kind: "none" };

const NAME = /^\w[\w.-]*(:\w[\w.-]*)*$/;

/** Path of the document in the package; undefined if the name is none. */
export function pathOf(name: string, lang: Lang): string | undefined {
	return NAME.test(name) ? `docs/${lang === "ko" ? "ko/" : ""}${name.replaceAll(":", "/")}.md` : undefined;
}

/** The document at this path of the package; undefined for what is none. */
export function placeAt(path: string): { name: string; lang: Lang } | undefined {
	const [, ko, file] = /^docs\/(ko\/)?([\w./-]+)\.md$/.exec(path) ?? [];
	const name = file?.replaceAll("/", ":");
	return name !== undefined && NAME.test(name) ? { name, lang: ko ? "ko" : "en" } : undefined;
}

/** @param from path of the document that holds the link, such as docs/ko/chat.md */
export function targetOf(href: string, from: string): Target {
	if (/^#\/\w/.test(href)) return { kind: "view", href };
	if (/^https?:\/\//i.test(href)) return { kind: "away", href };
	const path = relativePath(href.replace(/#.*$/s, ""), from);
	const found = path === undefined ? undefined : placeAt(path);
	const section = sectionOf(/#(.*)$/s.exec(href)?.[1] ?? "");
	return found ? { kind: "document", ...found, section } : { kind: "none" };
}

/** Path of a picture in the package; undefined if it is none of its documents'. */
export function pictureAt(href: string, from: string): string | undefined {
	const path = relativePath(href, from);
	return path !== undefined && /^docs\/[\w./-]+\.(svg|png)$/.test(path) ? path : undefined;
}

function relativePath(href: string, from: string): string | undefined {
	if (href === "") return from;
	if (!/^[\w./-]+$/.test(href) || href.startsWith("/")) return undefined;
	const path = from.split("/").slice(0, -1);
	for (const part of href.split("/")) {
		if (part === "..") {
			if (path.pop() === undefined) return undefined;
		} else if (part !== "." && part !== "") path.push(part);
	}
	return path.join("/");
}

function sectionOf(words: string): string {
	try {
		return decodeURIComponent(words);
	} catch {
		return "";
	}
}
