/** The view Play: type with a network, guess against it, find what one of its units tracks. */
import type { KeyboardEvent } from "react";
import { OfModel } from "../instrument/OfModel.tsx";
import { shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { DuelPanel } from "./duel/DuelPanel.tsx";
import { PlayBar } from "./PlayBar.tsx";
import { GAMES, type Game, gameNow, setPlayWords } from "./playAddress.ts";
import { sayPlay } from "./playWords.ts";
import { SeekPanel } from "./seek/SeekPanel.tsx";
import { TypePanel } from "./type/TypePanel.tsx";
import "../instrument/instrument.css";
import "./play.css";
import "./duel/duel.css";
import "./seek/seek.css";

export default function PlayView() {
	useStore(address);
	const { opened } = useStore(shownModel);
	const game = gameNow();
	return (
		<div className="play-view">
			<h1 className="unseen">{say("app.play")}</h1>
			<Games game={game} />
			<OfModel bar={<PlayBar part={game !== "type"} />}>
				{(facts) => <Panel key={`${game} ${opened}`} game={game} facts={facts} />}
			</OfModel>
		</div>
	);
}

function Panel({ game, facts }: { game: Game; facts: Parameters<typeof TypePanel>[0]["facts"] }) {
	if (game === "type") return <TypePanel facts={facts} />;
	if (game === "duel") return <DuelPanel facts={facts} />;
	return <SeekPanel facts={facts} />;
}

/** The games as tabs: arrow keys go from one to the next. */
function Games({ game }: { game: Game }) {
	const move = (event: KeyboardEvent<HTMLElement>) => {
		const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
		if (by === 0) return;
		event.preventDefault();
		const next = GAMES[(GAMES.indexOf(game) + by + GAMES.length) % GAMES.length]!;
		setPlayWords({ game: next }, "push");
		document.getElementById(`game-${next}`)?.focus();
	};
	return (
		<div className="games" role="tablist" aria-label={sayPlay("games")} onKeyDown={move}>
			{GAMES.map((one) => (
				<button
					key={one}
					id={`game-${one}`}
					type="button"
					role="tab"
					aria-selected={one === game}
					tabIndex={one === game ? 0 : -1}
					onClick={() => setPlayWords({ game: one }, "push")}
				>
					<b>{sayPlay(`game.${one}`)}</b>
					<span>{sayPlay(`game.${one}.about`)}</span>
				</button>
			))}
		</div>
	);
}
