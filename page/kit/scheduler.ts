/**
 * One animation frame for the whole page. A picture asks to be painted; before the next frame the actions run, then the
 * framework renders, then each picture that asked is painted once. A hidden page paints nothing.
 */
const waiting = new Set<() => void>();
let asked = false;

/** Paints once in the next frame, however often it is asked for. */
export function paintSoon(paint: () => void): void {
	waiting.add(paint);
	if (asked) return;
	asked = true;
	requestAnimationFrame(frame);
}

/** Takes back a request, when a picture leaves the page. */
export function paintNever(paint: () => void): void {
	waiting.delete(paint);
}

function frame(): void {
	asked = false;
	const now = [...waiting];
	waiting.clear();
	for (const paint of now) paint();
}
