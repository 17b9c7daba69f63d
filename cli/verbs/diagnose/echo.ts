/** The diagnosis of an echo state network in the terminal: verdict, memory by delay, the reservoir in a few lines. */

import { flagOf } from "../../../src/errors/option.ts";
import type { EchoDiagnosis, Finding } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { readoutLine } from "../../display/forecasts.ts";
import { clock, nats, percent, small } from "../../display/numbers.ts";
import { partName } from "../../display/ownPart.ts";
import { sparkline } from "../../display/sparkline.ts";
import { foldWords } from "../../display/words.ts";
import { quote } from "../../next.ts";

export function drawnEcho({ t, out }: Context, result: EchoDiagnosis, cells: number): string[] {
	const { run, step, of, steps, echo, findings, lyapunovNats, echoSteps, saturated, largestSingular, memory } = result;
	const inPart = result.source.options.target !== undefined;
	const named = inPart ? partName(t, of) : of;
	const facts = { run: escapeLine(run), step, of: escapeLine(named), steps, time: clock(result.seconds) };
	const heading = inPart ? "echo.headingPart" : "echo.heading";
	const lines = foldWords(t(heading, facts), cells).map(out.bold);
	for (const [n, finding] of findings.entries()) {
		const colour = finding.severity >= 2 ? out.red : out.green;
		const head = headOf(t, finding);
		const [first, ...more] = foldWords(echoVerdicts({ t }, result)[n]!, cells, 2);
		lines.push("", colour(head) + first!.slice(head.length), ...more);
	}
	if (memory) {
		const drawn = sparkline([...memory.byDelay], cells - 10);
		const total = { total: memory.total.toFixed(1), units: result.model.hidden, delays: memory.byDelay.length };
		lines.push("", ...foldWords(t("echo.memory", total), cells).map(out.bold), `${" ".repeat(9)}${out.cyan(drawn)}`);
	}
	const exponents = lyapunovNats.map((value) => nats(value)).join(", ");
	const measures = [
		t("echo.lyapunov", { nats: exponents, steps: echoSteps ?? "-" }),
		t("echo.matrix", {
			...{ radius: small(echo.spectralRadius), norm: small(largestSingular), saturated: percent(saturated) },
		}),
		readoutLine(echo, t),
	];
	lines.push("", ...measures.flatMap((line) => foldWords(line, cells, 2)));
	return lines;
}

/** Each finding in one line without colour. */
export function echoVerdicts({ t }: Pick<Context, "t">, { findings }: EchoDiagnosis): string[] {
	return findings.map((finding) => `${headOf(t, finding)}: ${sentence(t, finding)}`);
}

const headOf = (t: Context["t"], { severity, kind }: Finding) =>
	`${severity === 0 ? "✓" : "!"} ${t(`finding.${kind}`)}`;

function sentence(t: Context["t"], { kind, evidence }: Finding): string {
	const e = (name: string) => evidence[name] ?? 0;
	if (kind === "exploding") {
		return t("echo.exploding", { nats: nats(e("lyapunovNats")), radius: small(e("spectralRadius")) });
	}
	if (kind === "saturated") return t("echo.saturated", { share: percent(e("steps")), scale: small(e("inputScale")) });
	return t("echo.healthy", { steps: e("lag"), nats: nats(evidence.lyapunovNats ?? "-Infinity") });
}

/** The remedies, each as a command that draws another reservoir with it. */
export function nextOfEcho({ findings, source, model }: EchoDiagnosis, run: string): string[] {
	const word = (options: object) =>
		Object.entries(options).map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	const commands = findings.flatMap(({ remedy }) => {
		if (!remedy) return [];
		const flags = word({ ...source.options, cell: "esn", hidden: model.hidden, ...remedy.options });
		return [`sluice train ${source.words.map(quote).join(" ")} ${flags.join(" ")}`];
	});
	if (commands.length > 0) return commands;
	return [
		source.options.target === undefined
			? `sluice eval ${run}`
			: `sluice forecast ${run} --out forecasts.csv --svg forecasts.svg`,
	];
}
