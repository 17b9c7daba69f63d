import { expect, test } from "vitest";
import { type Shown, steadyVerdict } from "./steadyVerdict.ts";

const of = (about: string, severity: number, sentence = about) => ({ about, severity, sentence });

test("a finding that comes and goes ten times a second changes the verdict twice in ten seconds, not fifty times", () => {
	let shown: Shown<ReturnType<typeof of>> | undefined;
	const seen: string[] = [];
	for (let n = 0; n < 100; n++) {
		shown = steadyVerdict(shown, n % 2 ? of("saturated", 1) : of("healthy", 0), 100 * n, true);
		if (seen.at(-1) !== shown.verdict.sentence) seen.push(shown.verdict.sentence);
	}
	expect(seen).toEqual(["healthy", "saturated", "healthy"]);
});

test("the numbers of one finding follow at once", () => {
	const shown = steadyVerdict(undefined, of("healthy", 0, "29 steps"), 0, true);
	expect(steadyVerdict(shown, of("healthy", 0, "30 steps"), 100, true)).toEqual({
		verdict: of("healthy", 0, "30 steps"),
		since: 0,
	});
});

test.each([
	["an explosion", of("exploding", 3), true],
	["what is said when the run has come to rest", of("saturated", 1), false],
])("%s is said at once", (_, verdict, running) => {
	const shown = steadyVerdict(undefined, of("healthy", 0), 0, true);
	expect(steadyVerdict(shown, verdict, 100, running)).toEqual({ verdict, since: 100 });
});
