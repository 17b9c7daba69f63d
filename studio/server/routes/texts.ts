/** Texts that are dropped on the page or pasted: bytes in, an id out. */
import type { GivenText } from "../../wire.ts";
import { need } from "../body.ts";
import type { Handler } from "../handler.ts";

export const takeText: Handler = ({ texts }, { query, body }): Promise<GivenText> => {
	const name = query("name") ?? "text";
	need("name", name.length >= 1 && name.length <= 200, `"..." (1..200)`);
	return texts.addBytes(body, name);
};
