/**
 * Texts that a page can train on: those that `sluice studio PATH...` was given, and those that were dropped or pasted. A
 * page names them by id. A dropped text lies in the folder of this start; when a run is trained on it, it is kept beside
 * the runs as `.texts/SHA256/NAME`, since the run can be resumed only with its text.
 */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fail } from "../../src/errors/index.ts";
import { inspectText, listData, slug } from "../../src/index.ts";
import { offeredPairs } from "../wire/offeredPairs.ts";
import type { GivenText } from "../wire.ts";
import { need } from "./body.ts";
import { nearPath } from "./nearPath.ts";

/** Texts kept at once; the oldest dropped one goes first. */
const MOST_TEXTS = 32;
const CHECK_BYTES = 64 << 20;

interface Known {
	given: GivenText;
	/** Argument of `sluice train`. */
	word: string;
	/** Hash of a dropped text, which has to be kept when a run is trained on it. */
	sha256?: string;
}

export class GivenTexts {
	readonly #known = new Map<string, Known>();
	readonly #folder: string;
	readonly #runs: string;

	/** @param folder for dropped texts, private and removed at the end */
	constructor(folder: string, runs: string) {
		this.#folder = folder;
		this.#runs = runs;
	}

	list(): GivenText[] {
		return [...this.#known.values()].map(({ given }) => given);
	}

	/** Takes a path of the command line, or a name of the catalogue with its at sign. @throws what opening it throws. */
	async addPath(path: string): Promise<void> {
		if (path.startsWith("@")) {
			const entry = listData().find(({ name }) => `@${name}` === path);
			if (!entry) throw fail("E_FILE_MISSING", { path });
			const given = { id: hexOf(path), name: path, bytes: entry.bytes ?? 0, kind: "text" as const };
			this.#known.set(given.id, { given, word: path });
			return;
		}
		const full = resolve(path);
		const { bytes, kind, columns, pairs } = await inspectText(full);
		const given = {
			...{ id: hexOf(full), name: basename(full), bytes, kind },
			...(columns && { columns }),
			...pairsOf(pairs, nearPath(full)),
		};
		this.#known.set(given.id, { given, word: full });
	}

	/** Takes a dropped or pasted text. @throws what reading a text throws, as E_UTF8. */
	async addBytes(bytes: Buffer, name: string): Promise<GivenText> {
		const sha256 = createHash("sha256").update(bytes).digest("hex");
		const folder = join(this.#folder, "texts", sha256);
		const file = join(folder, fileName(name));
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		writeFileSync(file, bytes, { mode: 0o600 });
		const { kind, columns, pairs } = await inspectText(file, { checkBytes: CHECK_BYTES });
		const given = {
			...{ id: sha256.slice(0, 16), name: basename(file), bytes: bytes.length, kind },
			...(columns && { columns }),
			...pairsOf(pairs),
		};
		this.#known.set(given.id, { given, word: file, sha256 });
		const dropped = [...this.#known.values()].filter((one) => one.sha256 !== undefined);
		if (dropped.length > MOST_TEXTS) this.#known.delete(dropped[0]!.given.id);
		return given;
	}

	/** The columns of a text that looks like pairs. @throws E_STUDIO_TEXT; E_STUDIO_REQUEST for one that does not. */
	fields(id: string): string[] {
		const { pairs } = this.#of(id).given;
		need("id", pairs !== undefined, "GET /api/hello, texts.pairs");
		return pairs!.fields;
	}

	/** What `sluice train` is given for the text of this id. A dropped one is kept beside the runs. @throws E_STUDIO_TEXT. */
	keep(id: string): { word: string; name: string; kind: GivenText["kind"] } {
		const { given, word, sha256 } = this.#of(id);
		if (sha256 === undefined) return { word, name: given.name, kind: given.kind };
		const kept = join(this.#runs, ".texts", sha256, given.name);
		if (!existsSync(kept)) {
			mkdirSync(join(this.#runs, ".texts"), { recursive: true });
			if (lstatSync(join(this.#runs, ".texts")).isSymbolicLink())
				throw fail("E_LINK", { path: join(this.#runs, ".texts"), why: "link" });
			mkdirSync(join(kept, ".."), { recursive: true, mode: 0o700 });
			const temporary = `${kept}.tmp-${process.pid}`;
			writeFileSync(temporary, readFileSync(word), { mode: 0o600, flag: "wx" });
			renameSync(temporary, kept);
		}
		return { word: kept, name: given.name, kind: given.kind };
	}

	#of(id: string): Known {
		const known = this.#known.get(id);
		if (!known) throw fail("E_STUDIO_TEXT", { id: /^[0-9a-f]{16}$/.test(id) ? id : "?" });
		return known;
	}
}

type Pairs = Awaited<ReturnType<typeof inspectText>>["pairs"];

function pairsOf(pairs: Pairs, file?: string): Pick<GivenText, "pairs"> {
	const offered = pairs && offeredPairs(pairs);
	return offered ? { pairs: { ...offered, ...(file !== undefined && { file }) } } : {};
}

const hexOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A name without folders and without an ending that would have the file unpacked. */
function fileName(name: string): string {
	const ending = /\.(csv|tsv|jsonl|ndjson)$/i.exec(name)?.[0].toLowerCase() ?? ".txt";
	return `${slug(name.replace(/\.[A-Za-z0-9]{1,8}$/, ""))}${ending}`;
}
