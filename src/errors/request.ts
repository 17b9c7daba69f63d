/** A program's request is checked like a user's flags: a key that means nothing is a typing error, not a silence. */
import { fail } from "./index.ts";
import { nearest } from "./nearest.ts";

/** @throws E_OPTION naming the key, the nearest known one, and the function `where` it was given to. */
export function checkRequest(request: unknown, where: string, keys: readonly string[]): void {
	if (typeof request !== "object" || request === null || Array.isArray(request)) {
		const got = request === undefined ? "nothing" : JSON.stringify(request)?.slice(0, 60);
		throw fail("E_OPTION", {
			option: "request",
			got: got ?? typeof request,
			wanted: `an object with ${keys.join(", ")}`,
			where,
		});
	}
	for (const key of Object.keys(request)) {
		if (keys.includes(key)) continue;
		const near = nearest(key, keys);
		const wanted = near ? `"${near}"` : `one of ${keys.join(", ")}`;
		throw fail("E_OPTION", { option: key, got: "an unknown name", wanted, where });
	}
}
