import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, MOST_CHARACTERS, readAddress, writeAddress } from "./address.ts";
import { BLANKS, type BlankName, CHOICES, type Choice, DEFAULTS, isBlank } from "./train/choices.ts";
import { isFurther } from "./train/optionNames.ts";

const blanks = fc.record(
	Object.fromEntries(BLANKS.map((key) => [key, fc.constantFrom(CHOICES[key].first, ...CHOICES[key].offers)])) as Record<
		BlankName,
		fc.Arbitrary<string>
	>,
);
const furthers = fc.dictionary(
	fc.constantFrom("beta1", "weightDecay", "schedule", "split", "penalize", "inputs", "delay", "all"),
	fc.constantFrom("0.5", "1e-5", "constant", "80/10/10", "weights,head.weight", "날짜, 종가", "true", ";"),
	{ maxKeys: 3 },
);
const choices: fc.Arbitrary<Choice> = fc.tuple(blanks, furthers).map(([all, further]) => ({ ...all, further }));
const word = fc.stringMatching(/^[a-z]{1,9}$/);
const lists = fc.uniqueArray(word, { maxLength: 3 });
const values = fc.stringMatching(/^[A-Za-z0-9:.,=-]{1,16}$/);
const mores = fc
	.dictionary(word, values, { maxKeys: 2 })
	.map((more) => Object.fromEntries(Object.entries(more).filter(([key]) => !reserved(key))));
const reserved = (key: string) => isBlank(key) || isFurther(key) || key === "show" || key === "lock";
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
			const { further } = address.choice;
			const all = BLANKS.filter((key) => address.choice[key] !== DEFAULTS[key]).length + Object.keys(further).length;
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
		fc.constantFrom(...BLANKS, "beta1", "split", "show", "lock", "__proto__", "constructor", "toString"),
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
			for (const key of BLANKS)
				expect(read.choice[key] === DEFAULTS[key] || CHOICES[key].takes(read.choice[key])).toBe(true);
			expect(Object.keys(read.choice).sort()).toEqual([...BLANKS, "further"].sort());
			for (const [name, value] of Object.entries(read.choice.further))
				expect([isFurther(name), /^[^<>"'&#\p{Cc}]{1,120}$/u.test(value)]).toEqual([true, true]);
			for (const name of [...read.show, ...read.lock, ...Object.keys(read.more)]) expect(name).toMatch(/^\w+$/);
			for (const value of Object.values(read.more)) expect(value).toMatch(/^[a-z0-9:.,=-]{1,200}$/i);
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
	for (const hash of ["", "#", "#/", "#/nowhere", "#/train?hidden=99999&cell=mlp&lr=-1&seed=x&data=task:nothing"])
		expect(readAddress(hash)).toEqual(plain);
	expect(readAddress("#/runs?open=4f0c").more).toEqual({ open: "4f0c" });
	expect(readAddress("#/train?show=lag,eigen&lock=cell&x=<b>")).toEqual({
		...plain,
		...{ show: ["lag", "eigen"], lock: ["cell"] },
	});
});

test("an option that is no blank stands in the address by its own name, and only if it was changed", () => {
	const choice = { ...DEFAULTS, cell: "gru", further: { weightDecay: "0.1", split: "80/10/10" } };
	const hash = "#/train?cell=gru&weightDecay=0.1&split=80%2F10%2F10";
	expect(writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more: {} })).toBe(hash);
	expect(readAddress("#/train?cell=gru&weightDecay=0.1&split=80/10/10&threads=8").choice).toEqual(choice);
});

test("a receipt's link is an address, kept whole; one with other letters or beyond 2,048 is none", () => {
	const receipt = `#receipt=${"aB3_-".repeat(400)}`;
	expect(readAddress(receipt)).toMatchObject({ view: "receipt", receipt });
	expect(writeAddress(readAddress(receipt))).toBe(receipt);
	for (const other of ["#receipt=", "#receipt=a+b", "#receipt=<b>", `#receipt=${"a".repeat(2049)}`])
		expect(readAddress(other)).toMatchObject({ view: "train", receipt: "" });
});

test("a document in a folder and its section, in Korean too, come back from their address; a section of other characters is dropped", () => {
	const more = { doc: "reproductions:README", sec: "세-모델" };
	const written = writeAddress({ ...readAddress("#/docs"), more });
	expect(written).toMatch(/^#\/docs\?doc=reproductions:README&sec=%EC/);
	expect(readAddress(written)).toMatchObject({ view: "docs", more });
	for (const section of ["a b", "<b>", "../x", "한".repeat(121)])
		expect(readAddress(`#/docs?sec=${encodeURIComponent(section)}`).more.sec).toBe(undefined);
	expect(readAddress("#/text?sec=%EC%84%B8").more.sec).toBe(undefined); // only a document has sections
});
