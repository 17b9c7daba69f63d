import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { count, fixed, loss, percent, plain, power, powerOfTen, short, signed, small } from "./numbers.ts";

test("every number below 0, and every exponent below 0, is written with U+2212 and never with a hyphen", () => {
	const shown = {
		...{ plain: plain(-27.46), digits: plain(-0.312_149, 4), fixed: fixed(-0.5412, 3), signed: signed(-0.0286) },
		...{ rise: signed(0.0286), short: short(-1.8099), tiny: short(-3.2e-9), loss: loss(-0.25), count: count(-1234) },
		...{ percent: percent(-0.3), small: small(-1e-12), power: power(-80.2), powerOfTen: powerOfTen(-80.2) },
	};
	expect(shown).toEqual({
		...{ plain: "−27.46", digits: "−0.3121", fixed: "−0.541", signed: "−0.0286" },
		...{ rise: "+0.0286", short: "−1.810", tiny: "−3.20e−9", loss: "−0.250", count: "−1,234" },
		...{ percent: "−30%", small: "−1.0e−12", power: "6.3e−81", powerOfTen: "6e−81" },
	});
});

test("no file of the studio writes digits by itself: toFixed, toPrecision and toExponential only round a Number or go through minus()", () => {
	const page = fileURLToPath(new URL("../studio", import.meta.url));
	const own = readdirSync(page, { recursive: true, encoding: "utf8" })
		.filter((path) => /(?<!\.test)\.tsx?$/.test(path))
		.flatMap((path) => {
			const lines = readFileSync(`${page}/${path}`, "utf8").split("\n");
			const own = /(?<!(Number|minus)\(.*)\.(toFixed|toPrecision|toExponential)\(/;
			return lines.filter((line) => own.test(line)).map((line) => `${path}: ${line.trim()}`);
		});
	expect(own).toEqual([expect.stringMatching(/^train\/OptionField\.tsx: .*toExponential/)]); // what is typed in a field
});
