/** How long ago a worker gave its last sign of life. */
import { useEffect, useState } from "react";
import { sayStudy } from "./studyWords.ts";

const TICK_MS = 1000;

/** @param atMs of the newest heartbeat, in milliseconds since 1970 */
export function Beat({ atMs }: { atMs: number }) {
	const [nowMs, setNow] = useState(Date.now);
	useEffect(() => {
		const tick = setInterval(() => setNow(Date.now()), TICK_MS);
		return () => clearInterval(tick);
	}, []);
	return (
		<span className="quiet numbers">{sayStudy("beat", { n: Math.max(0, Math.round((nowMs - atMs) / 1000)) })}</span>
	);
}
