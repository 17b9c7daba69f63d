/** What the last key did: the steps that were taken back, and those that were read. */
import type { Typed } from "../../worker/instrument/typing.ts";
import { sayPlay } from "../playWords.ts";

export function MovesLine({ typed, sign }: { typed: Typed | null; sign(id: number): string }) {
	const { back = [], on = [] } = typed ?? {};
	return (
		<p className="moves quiet">
			{sayPlay("moves")} <Steps ids={back} sign={sign} way="back" />
			<Steps ids={on} sign={sign} way="on" />
			{back.length + on.length === 0 && sayPlay("moves.none")}
		</p>
	);
}

/** Symbols of a longer move that are named. */
const MOST = 8;

function Steps({ ids, sign, way }: { ids: readonly number[]; sign(id: number): string; way: "back" | "on" }) {
	if (ids.length === 0) return null;
	const left = ids.length - MOST;
	return (
		<span className={`move ${way}`}>
			{sayPlay(`moves.${way}`, { n: ids.length })}{" "}
			{ids.slice(0, MOST).map((id, n) => (
				<b key={n} translate="no">
					{id < 0 ? "?" : sign(id)}
				</b>
			))}
			{left > 0 && ` +${left}`}
		</span>
	);
}
