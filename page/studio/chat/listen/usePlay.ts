/** Play and pause of a story in a few pictures, which plays from its start again once it has ended. */
import { useEffect, useState } from "react";

/** Time of a picture, in milliseconds: a story of 33 pictures takes 8 s. */
const PICTURE_MS = 250;

interface Story {
	/** Picture that is shown, from 0, of `count`. */
	at: number;
	count: number;
	show(at: number): void;
}

/** Returns whether it plays, and what starts or stops it. */
export function usePlay({ at, count, show }: Story): [playing: boolean, play: (wanted: boolean) => void] {
	const [playing, setPlaying] = useState(false);
	useEffect(() => {
		if (!playing) return;
		if (at >= count - 1) return void setPlaying(false);
		const timer = setTimeout(() => show(at + 1), PICTURE_MS);
		return () => clearTimeout(timer);
	});
	const play = (wanted: boolean) => {
		if (wanted && at >= count - 1) show(0);
		setPlaying(wanted);
	};
	return [playing, play];
}
