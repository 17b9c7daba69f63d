/** What a document leads to and shows: other documents, views of this page, addresses of the web, pictures. */
import { type MouseEvent, type ReactNode, useState } from "react";
import { EXPORTED_DOCUMENTS } from "../../../studio/wire/documents.ts";
import { writeAddress } from "../address.ts";
import { session } from "../live/session.ts";
import { ownFile } from "../ownFiles.ts";
import { useStore } from "../shell/useStore.ts";
import { setLanguage } from "../words/words.ts";
import { addressOf } from "./documentAddress.ts";
import { pictureAt, targetOf } from "./documentPath.ts";
import { openDocument } from "./documentsState.ts";
import { sayDocuments } from "./documentsWords.ts";
import type { ReadDocument } from "./readDocument.ts";

interface LinkCall {
	href: string;
	of: ReadDocument;
	className?: string;
	/** For the pointer alone: the contents lead to the same place. */
	unheard?: boolean;
	children: ReactNode;
}

export function DocumentLink({ href, of, className, unheard, children }: LinkCall) {
	const exported = useStore(session) === "exported";
	const target = targetOf(href, of.path);
	if (target.kind === "none" || (exported && target.kind === "document" && !EXPORTED_DOCUMENTS.includes(target.name)))
		return <span title={sayDocuments("notHere", { path: href })}>{children}</span>;
	if (target.kind === "away")
		return (
			<a href={target.href} target="_blank" rel="noreferrer noopener">
				{children}
			</a>
		);
	if (target.kind === "view") return <a href={target.href}>{children}</a>;
	const open = (event: MouseEvent) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		if (target.lang !== targetLang(of)) setLanguage(target.lang);
		openDocument(target);
	};
	const hidden = unheard ? ({ "aria-hidden": true, tabIndex: -1 } as const) : {};
	return (
		<a href={writeAddress(addressOf(target))} className={className} {...hidden} onClick={open}>
			{children}
		</a>
	);
}

/** An English document that the reader of Korean sees, since there is no other, leads to English ones or to theirs alike. */
const targetLang = ({ path }: ReadDocument) => (path.startsWith("docs/ko/") ? "ko" : "en");

export function Picture({ href, words, of }: { href: string; words: string; of: ReadDocument }) {
	const [lost, setLost] = useState(false);
	const path = pictureAt(href, of.path);
	if (path === undefined || lost) return <em className="quiet">{words}</em>;
	return <img src={ownFile(path)} alt={words} loading="lazy" onError={() => setLost(true)} />;
}
