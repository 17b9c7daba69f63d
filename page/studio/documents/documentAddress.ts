/** The address of a document: `doc` its name, `sec` its section. A lesson stays in it, so that there is a way back. */
import type { Address } from "../address.ts";
import { address } from "../shell/location.ts";
import type { Place } from "./documentPath.ts";

/** The document that an address leads to if it names none. */
export const HOME = "README";

export function placeOf({ more }: Pick<Address, "more">): Place {
	return { name: more.doc ?? HOME, section: more.sec ?? "" };
}

export function addressOf({ name, section }: Place): Address {
	const now = address.get();
	const { lesson } = now.more;
	const words = { ...(name !== HOME && { doc: name }), ...(section !== "" && { sec: section }) };
	return { ...now, view: "docs", more: { ...words, ...(lesson !== undefined && { lesson }) } };
}
