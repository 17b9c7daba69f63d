/** Small parts that the instruments of the lab share: a blank of a sentence, a slider, a command, a table, a help. */

import { type ReactNode, useId } from "react";
import type { FigureTable } from "../../kit/figure.ts";
import { fixed, plain } from "../../kit/numbers.ts";
import { Help as OneHelp } from "../shell/Help.tsx";
import { lockedProps } from "../shell/lockedProps.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { isFixed } from "./labAddress.ts";
import { type LabKey, sayLab } from "./labWords.ts";

interface BlankCall {
	/** The setting, or word of the address, that it changes; a link can lock it. */
	name: string;
	label: string;
	value: string;
	/** Values and their words. */
	offers: readonly (readonly [value: string, words: string])[];
	onChange(value: string): void;
}

export function LabBlank({ name, label, value, offers, onChange }: BlankCall) {
	const known = offers.some(([one]) => one === value) ? offers : [...offers, [value, value] as const];
	return (
		<select
			className="blank"
			aria-label={label}
			value={value}
			{...lockedProps(isFixed(name))}
			onChange={({ target }) => onChange(target.value)}
		>
			{known.map(([one, words]) => (
				<option key={one} value={one}>
					{words}
				</option>
			))}
		</select>
	);
}

type FactName = Extract<LabKey, `fact.${string}`> extends `fact.${infer Name}` ? Name : never;

/** Numbers that belong to a picture, each with its name. */
export function Facts({ facts }: { facts: readonly (readonly [name: FactName, value: string])[] }) {
	return (
		<dl className="lab-facts numbers">
			{facts.map(([name, value]) => (
				<div key={name}>
					<dt>{sayLab(`fact.${name}`)}</dt>
					<dd data-fact={name}>{value}</dd>
				</div>
			))}
		</dl>
	);
}

interface SliderCall {
	/** The setting that it changes; a link can lock it. */
	name?: string;
	label: string;
	value: number;
	min: number;
	max: number;
	step: number;
	digits: number;
	disabled?: boolean;
	/** "soon" while it is dragged. */
	onChange(value: number, how: "push" | "soon"): void;
}

export function Slider({ name = "", label, value, min, max, step, digits, disabled, onChange }: SliderCall) {
	const id = useId();
	return (
		<div className="slider">
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				type="range"
				{...{ min, max, step, value, disabled: disabled === true }}
				{...lockedProps(name !== "" && isFixed(name))}
				onChange={({ target }) => onChange(Number(target.value), "soon")}
				onPointerUp={({ currentTarget }) => onChange(Number(currentTarget.value), "push")}
			/>
			<output className="numbers" htmlFor={id}>
				{fixed(value, digits)}
			</output>
		</div>
	);
}

/** The command that prints the numbers of a picture. @param label what it is, if not the same as the picture. */
export function Command({ text, label }: { text: string; label?: string }) {
	return (
		<div className="lab-command">
			<span className="quiet">{label ?? sayLab("command")}</span>
			<code>{text}</code>
			<button
				type="button"
				onClick={() => void navigator.clipboard.writeText(text).then(() => toast(() => say("take.copied")))}
			>
				{sayLab("copy")}
			</button>
		</div>
	);
}

/** Six digits, as many as two engines of this page and Node agree on in any picture. */
export const digitsOf = (value: string | number): string =>
	typeof value === "string" ? value : Number.isFinite(value) ? plain(value, 6) : value < 0 ? "−∞" : "∞";

export function NumbersTable({ name, heads, table }: { name: string; heads: readonly string[]; table(): FigureTable }) {
	return (
		<details className="lab-numbers">
			<summary>{name}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls in its box, also by keys */}
			<section className="lab-scroll" tabIndex={0} aria-label={name}>
				<table>
					<thead>
						<tr>
							{heads.map((head) => (
								<th key={head} scope="col">
									{head}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{table().rows.map((row, n) => (
							<tr key={n}>
								{row.map((cell, k) => (
									<td key={k}>{digitsOf(cell)}</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</details>
	);
}

export const Help = ({ children }: { children: ReactNode }) => <OneHelp label={sayLab("help")}>{children}</OneHelp>;
