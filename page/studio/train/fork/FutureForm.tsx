/** The form that forks the run of the page: from which update, and with what changed. */
import { useState } from "react";
import { count } from "../../../kit/numbers.ts";
import { address } from "../../shell/location.ts";
import { useStore } from "../../shell/useStore.ts";
import { say } from "../../words/words.ts";
import { type BlankName, CHOICES, kindOf } from "../choices.ts";
import { choiceWords, optionName } from "../choiceWords.ts";
import { whatIf } from "../trainActs.ts";
import { sayFork } from "./forkWords.ts";

/** What can differ from a checkpoint on: nothing that changes the weights' shapes or the data. */
const FORKABLE = ["lr", "clipNorm", "k2", "omega", "dropout"] as const;

export function FutureForm({ checkpoints, close }: { checkpoints: readonly number[]; close(): void }) {
	const { choice } = useStore(address);
	const [at, setAt] = useState(checkpoints[Math.floor(checkpoints.length / 2)] ?? 0);
	const [key, setKey] = useState<BlankName | "">("lr");
	const [value, setValue] = useState(CHOICES.lr.offers.find((one) => one !== choice.lr)!);
	const pick = (next: string) => {
		setKey(next as BlankName | "");
		if (next !== "") setValue(CHOICES[next as BlankName].offers.find((one) => one !== choice[next as BlankName])!);
	};
	return (
		<form
			className="what-if"
			onSubmit={(event) => {
				event.preventDefault();
				close();
				whatIf(at, key === "" ? null : { key, value });
			}}
		>
			{sayFork("from")}
			<select
				className="blank"
				aria-label={sayFork("from")}
				value={at}
				onChange={(event) => setAt(Number(event.target.value))}
			>
				{checkpoints.map((step) => (
					<option key={step} value={step}>
						{count(step)}
					</option>
				))}
			</select>
			<select
				className="blank"
				aria-label={sayFork("change")}
				value={key}
				onChange={(event) => pick(event.target.value)}
			>
				<option value="">{sayFork("nothing")}</option>
				{FORKABLE.filter((name) => !(name === "k2" && kindOf(choice) !== "text")).map((name) => (
					<option key={name} value={name}>
						{optionName(name)}
					</option>
				))}
			</select>
			{key !== "" && (
				<select
					className="blank"
					aria-label={optionName(key)}
					value={value}
					onChange={(event) => setValue(event.target.value)}
				>
					{CHOICES[key].offers
						.filter((one) => one !== choice[key])
						.map((one) => (
							<option key={one} value={one}>
								{choiceWords(key, one)}
							</option>
						))}
				</select>
			)}
			<button type="submit">{sayFork("start")}</button>
			<button type="button" className="plain" onClick={close}>
				{say("palette.close")}
			</button>
		</form>
	);
}
