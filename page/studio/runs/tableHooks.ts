/** What the table knows of the window and of the time. */
import { useEffect, useState } from "react";

const narrow = matchMedia("(max-width: 760px)");
const HEIGHT = 36;
const NARROW_HEIGHT = 68;
const TICK_MS = 30_000;

/** Height of a row in CSS pixels, as table.css has it. */
export function useRowHeight(): number {
	const [small, setSmall] = useState(narrow.matches);
	useEffect(() => {
		const change = () => setSmall(narrow.matches);
		narrow.addEventListener("change", change);
		return () => narrow.removeEventListener("change", change);
	}, []);
	return small ? NARROW_HEIGHT : HEIGHT;
}

/** The time in milliseconds, anew each 30 s. */
export function useNow(): number {
	const [nowMs, setNow] = useState(Date.now);
	useEffect(() => {
		const tick = setInterval(() => setNow(Date.now()), TICK_MS);
		return () => clearInterval(tick);
	}, []);
	return nowMs;
}
