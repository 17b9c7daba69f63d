/** Errors as answers: a status, the code, and the message in both languages, without the folders of this computer. */
import { resolve, sep } from "node:path";
import { type ErrorCode, fail, SluiceError } from "../../src/errors/index.ts";
import type { Refused } from "../wire.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
	E_STUDIO_ROUTE: 404,
	E_STUDIO_RUN: 404,
	E_STUDIO_TEXT: 404,
	E_STUDIO_STUDY: 404,
	E_STUDY_MISSING: 404,
	E_STUDIO_STUDY_RUNS: 409,
	E_STUDIO_TRIAL: 409,
	E_RUN_MISSING: 404,
	E_STUDIO_CODE: 401,
	E_STUDIO_BUSY: 409,
	E_STUDIO_WORK: 409,
	E_RUN_LOCKED: 409,
	E_RUN_EXISTS: 409,
	E_RUN_IDLE: 409,
	E_RUN_OWNER: 409,
	E_STUDIO_INTERNAL: 500,
	E_INTERNAL: 500,
	E_MEMORY: 500,
	E_DISK: 500,
	E_DISK_FULL: 507,
	E_DISK_PERMISSION: 500,
};

/** An error with what only the server knows: another status, or the run that trains already. */
export class Refusing extends Error {
	readonly coded: SluiceError;
	readonly facts: { status?: number; running?: string };

	constructor(coded: SluiceError, facts: { status?: number; running?: string } = {}) {
		super(coded.message);
		this.coded = coded;
		this.facts = facts;
	}
}

/**
 * The answer to what was thrown. Anything but a coded error is told to `log` alone.
 * @param folders of this computer, which are left out of the messages
 */
export function refused(
	thrown: unknown,
	folders: readonly string[],
	log: (text: string) => void,
): { status: number; body: Refused } {
	const { status, running } = thrown instanceof Refusing ? thrown.facts : {};
	const error = thrown instanceof Refusing ? thrown.coded : thrown;
	const known = error instanceof SluiceError && error.code !== "E_INTERNAL";
	if (!known) log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
	const coded = known ? error : fail("E_STUDIO_INTERNAL", {});
	const said = (lang: "en" | "ko") => withoutFolders(coded.text(lang), folders);
	return {
		status: status ?? STATUS[coded.code] ?? 400,
		body: {
			code: coded.code,
			message: { en: said("en"), ko: said("ko") },
			...(running !== undefined && { running }),
		},
	};
}

function withoutFolders(text: string, folders: readonly string[]): string {
	const all = folders.map((folder) => resolve(folder)).sort((a, b) => b.length - a.length);
	return all.reduce((left, folder) => left.replaceAll(`${folder}${sep}`, "").replaceAll(folder, ""), text);
}
