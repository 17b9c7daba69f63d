import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, MOST_CHARACTERS, readAddress, writeAddress } from "./address.ts";
import { CHOICES, type Choice, DEFAULTS } from "./train/choices.ts";

const KEYS = Object.keys(CHOICES) as (keyof Choice)[];
const choices = fc.record(
	Object.fromEntries(KEYS.map((key) => [key, fc.constantFrom(...CHOICES[key].offers)])) as Record<
		keyof Choice,
		fc.Arbitrary<string>
	>,
);
const word = fc.stringMatching(/^[a-z]{1,9}$/);
const lists = fc.uniqueArray(word, { maxLength: 3 });
const values = fc.stringMatching(/^[A-Za-z0-9:.,=-]{1,16}$/);
const mores = fc
	.dictionary(word, values, { maxKeys: 2 })
	.map((more) => Object.fromEntries(Object.entries(more).filter(([key]) => !reserved(key))));
const reserved = (key: string) => key in CHOICES || key === "show" || key === "lock";
const addresses: fc.Arbitrary<Address> = fc.record({
	view: fc.constantFrom("train", "runs"),
	...{ choice: choices, show: lists, lock: lists, receipt: fc.constant(""), more: mores },
});

test("every view, choice, list and word that fits in 300 characters comes back from its address as it was", () => {
	let whole = 0;
	fc.assert(
		fc.property(addresses, (address) => {
			const written = writeAddress(address);
			expect(written.length).toBeLessThanOrEqual(MOST_CHARACTERS);
			const entries = written.split("?")[1]?.split("&").length ?? 0;
			const all = KEYS.filter((key) => address.choice[key] !== DEFAULTS[key]).length;
			const others = Number(address.show.length > 0) + Number(address.lock.length > 0);
			if (entries < all + others + Object.keys(address.more).length) return;
			whole++;
			expect(readAddress(written)).toEqual(address);
		}),
		{ numRuns: 500, seed: 7 },
	);
	expect(whole).toBeGreaterThan(300);
});

test("an address too long loses whole entries, the choice last: no value is cut into another", () => {
	const more = { open: `${"a".repeat(115)}.1234`, other: `${"b".repeat(115)}.1234`, third: "c".repeat(100) };
	const choice = { ...DEFAULTS, hidden: "128", seed: "4" };
	const written = writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more });
	expect(written.length).toBeLessThanOrEqual(MOST_CHARACTERS);
	const { third: _, ...kept } = more;
	expect(readAddress(written)).toEqual({ view: "train", choice, show: [], lock: [], receipt: "", more: kept });
});

test("from any text an address is read: each value of the choice is one that its control takes, and reading it again changes nothing", () => {
	const pieces = fc.oneof(
		fc.string({ unit: "binary", maxLength: 40 }),
		fc.constantFrom(...KEYS, "show", "lock", "__proto__", "constructor", "toString"),
		fc.constantFrom(
			"=",
			"&",
			"?",
			"#",
			"#/train?",
			"#/runs?",
			"%",
			"%00",
			"%ff",
			"<script>",
			"javascript:",
			"../",
			"1e9",
		),
		values,
	);
	const hashes = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(""));
	fc.assert(
		fc.property(hashes, (hash) => {
			const read = readAddress(hash);
			for (const key of KEYS)
				expect(read.choice[key] === DEFAULTS[key] || CHOICES[key].takes(read.choice[key])).toBe(true);
			expect(Object.keys(read.choice).sort()).toEqual([...KEYS].sort());
			for (const name of [...read.show, ...read.lock, ...Object.keys(read.more)]) expect(name).toMatch(/^\w+$/);
			for (const value of Object.values(read.more)) expect(value).toMatch(/^[a-z0-9:.,=-]{1,120}$/i);
			expect(Object.getPrototypeOf(read.more)).toBe(Object.prototype);
			const written = writeAddress(read);
			expect(written.length).toBeLessThanOrEqual(MOST_CHARACTERS);
			expect(writeAddress(readAddress(written))).toBe(written);
		}),
		{ numRuns: 400, seed: 7 },
	);
});

test("the default choice is the shortest address, and unknown views, keys and values are dropped", () => {
	const plain = { view: "train", choice: DEFAULTS, show: [], lock: [], receipt: "", more: {} } as const;
	expect(writeAddress(plain)).toBe("#/train");
	for (const hash of ["", "#", "#/", "#/nowhere", "#/train?hidden=9999&cell=esn&lr=-1&seed=1e3&data=task:nothing"])
		expect(readAddress(hash)).toEqual(plain);
	expect(readAddress("#/runs?open=4f0c").more).toEqual({ open: "4f0c" });
	expect(readAddress("#/train?show=lag,eigen&lock=cell&x=<b>")).toEqual({
		...plain,
		...{ show: ["lag", "eigen"], lock: ["cell"] },
	});
});

test("a receipt's link is an address, kept whole; one with other letters or beyond 2,048 is none", () => {
	const receipt = `#receipt=${"aB3_-".repeat(400)}`;
	expect(readAddress(receipt)).toMatchObject({ view: "receipt", receipt });
	expect(writeAddress(readAddress(receipt))).toBe(receipt);
	for (const other of ["#receipt=", "#receipt=a+b", "#receipt=<b>", `#receipt=${"a".repeat(2049)}`])
		expect(readAddress(other)).toMatchObject({ view: "train", receipt: "" });
});
