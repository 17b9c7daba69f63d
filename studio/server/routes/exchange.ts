/** The exchange of a start link's code for the session: the one request that needs none. */
import { fail } from "../../../src/errors/index.ts";
import { fieldsOf, textOf } from "../body.ts";
import type { Handler } from "../handler.ts";

export const exchange: Handler = (studio, { body, response }) => {
	const given = studio.keys.exchange(textOf(fieldsOf(body, ["code"]), "code"));
	if (!given) throw fail("E_STUDIO_CODE", {});
	response.setHeader("Content-Type", "application/json; charset=utf-8");
	response.setHeader("Set-Cookie", given.setCookie);
	response.end(JSON.stringify(given.session));
	return undefined;
};
