import { describe, expect, test } from "vitest";
import { VARIANTS } from "../cells/layout.ts";
import { combine, REMEDIES } from "./registry.ts";
import { STARTS } from "./starts.ts";

const options = (text: string) => combine(text, "test").options;
const names = Object.keys(REMEDIES);

describe("the registry of remedies", () => {
	test("each has a source, a summary and a default within its range; every start is one", () => {
		for (const [name, { source, summary, value }] of Object.entries(REMEDIES)) {
			expect([source].flatMap((one) => (typeof one === "string" ? [one] : [one.en, one.ko])).every(Boolean)).toBe(true);
			expect(summary.en.length * summary.ko.length, name).toBeGreaterThan(0);
			if (value) expect(value.default >= value.min && value.default <= value.max, name).toBe(true);
		}
		for (const name of Object.keys(STARTS)) expect(REMEDIES[name]?.kind).toBe("start");
		for (const { sets, excludes = [] } of Object.values(REMEDIES)) {
			for (const other of excludes) expect(names).toContain(other);
			if (sets?.variant && sets.cell) expect(VARIANTS[sets.cell as "lstm"]).toContain(sets.variant);
		}
	});

	test("none is an unclipped tanh RNN, and what each remedy adds to it", () => {
		const none = { cell: "rnn", variant: "tanh", clipNorm: 0, init: "uniform" };
		expect(options("none")).toEqual(none);
		expect(options("clip")).toEqual({ ...none, clipNorm: 1 });
		expect(options("clip:6+omega:2")).toEqual({ ...none, clipNorm: 6, omega: 2, omegaForm: "paper" });
		expect(options("omega-authors")).toEqual({ ...none, omega: 2, omegaForm: "authors" });
		expect(options("smart-tanh")).toEqual({ ...none, init: "smart-tanh:0.95" });
		expect(options("identity")).toEqual({ ...none, variant: "relu", init: "identity:1" });
		expect(options("orthogonal")).toEqual({ ...none, init: "orthogonal:1" });
		const gated = { clipNorm: 0, init: "uniform" };
		expect(options("lstm-1997+clip")).toEqual({ ...gated, cell: "lstm", variant: "1997", clipNorm: 1 });
		expect(options("chrono:50+gru")).toEqual({ ...gated, cell: "gru", forgetBias: "chrono:50" });
		expect(options("lstm+identity:0.5")).toEqual({ ...gated, cell: "lstm", init: "identity:0.5" });
		expect(options("truncation:5")).toEqual({ ...none, k2: 5 });
	});

	test.each([
		["omega+omega-authors", "E_REMEDY"],
		["lstm+gru", "E_REMEDY"],
		["orthogonal+identity", "E_REMEDY"],
		["lstm+chrono+forget-bias", "E_REMEDY"],
		["clip+clip", "E_REMEDY"],
		["none+clip", "E_REMEDY"],
		["omega+lstm", "E_REMEDY"],
		["gru+omega-authors", "E_REMEDY"],
		["chrono", "E_REMEDY"],
		["lstm-1997+forget-bias", "E_REMEDY"],
		["esn+clip", "E_REMEDY"],
		["truncation:0", "E_OPTION"],
		["omegga", "E_OPTION"],
		["__proto__", "E_OPTION"],
		["", "E_OPTION"],
		["clip:", "E_OPTION"],
		["clip:0", "E_OPTION"],
		["omega:NaN", "E_OPTION"],
		["chrono:2+lstm", "E_OPTION"],
		["gru:5", "E_OPTION"],
	])("%s is refused with %s", (text, code) => {
		expect(() => combine(text, "test")).toThrow(expect.objectContaining({ code, exitCode: 2 }));
	});

	test("a misspelt name is answered with the one meant, and an excluded pair with what to take", () => {
		expect(() => combine("clip+orthogonl", "test")).toThrow(/did you mean orthogonal\?/);
		expect(() => combine("lstm+omega", "test")).toThrow(/it is for rnn, not for lstm/);
	});
});
