/** Copies the link of the view. If it cannot hold all that the view shows, the reader learns so first. */
import { createStore } from "../../kit/store.ts";
import { toast } from "../shell/toasts.ts";
import { linkOfView, type ViewLink } from "./link.ts";
import { sayLink } from "./linkWords.ts";

/** The link that waits for the reader's word. */
export const askedLink = createStore<ViewLink | null>(null);

export async function copyOrAsk(): Promise<void> {
	const link = await linkOfView();
	if (link.left.length > 0) askedLink.set(link);
	else await copyIt(link);
}

export async function copyIt({ address, note }: ViewLink): Promise<void> {
	const copied = await navigator.clipboard?.writeText(address).then(
		() => true,
		() => false,
	);
	if (!copied) return toast(() => sayLink("notCopied"));
	toast(() => (note === null ? sayLink("copied") : `${sayLink("copied")}. ${note}`));
}
