/**
 * The session of one start of the server: a cookie that no script can read, and a secret that every request carries in a
 * header. Both are given for the code of a start link, once. Nothing of it is written to a disk.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Session } from "../wire.ts";

/** Codes that wait to be used; an older one is void. */
const MOST_CODES = 4;

export class SessionKeys {
	/** Names this start of the server. */
	readonly instance = randomBytes(8).toString("hex");
	readonly #cookieName: string;
	readonly #cookie = token();
	readonly #secret = token();
	#codes: Buffer[] = [];

	/** @param port in the cookie's name, since all ports of a host share cookies */
	constructor(port: number) {
		this.#cookieName = `sluice-${port}-${this.instance}`;
	}

	/** A new code for a start link. */
	newCode(): string {
		const code = token();
		this.#codes = [...this.#codes, digest(code)].slice(-MOST_CODES);
		return code;
	}

	/** Exchanges a code, which is void from then on; undefined for one that is not waiting. */
	exchange(code: string): { session: Session; setCookie: string } | undefined {
		const given = digest(code);
		const left = this.#codes.filter((known) => !timingSafeEqual(known, given));
		if (left.length === this.#codes.length) return undefined;
		this.#codes = left;
		return {
			session: { secret: this.#secret, instance: this.instance },
			setCookie: `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`,
		};
	}

	/** Whether the headers Cookie and x-sluice prove the session. Takes the same time for any that do not. */
	isSession(cookie: string | undefined, secret: string | undefined): boolean {
		const named = (cookie ?? "")
			.split(/; */)
			.map((pair) => pair.split("="))
			.filter(([name]) => name === this.#cookieName);
		const value = named.length === 1 ? (named[0]![1] ?? "") : "";
		const fits = [
			timingSafeEqual(digest(value), digest(this.#cookie)),
			timingSafeEqual(digest(secret ?? ""), digest(this.#secret)),
		];
		return fits.every(Boolean);
	}
}

const token = () => randomBytes(32).toString("base64url");
const digest = (text: string) => createHash("sha256").update(text).digest();
