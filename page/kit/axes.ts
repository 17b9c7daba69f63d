/** Where the axes of a picture have their numbers. */

/** Round values from `low` to `high`, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
	const rough = (high - low) / count;
	if (!(rough > 0)) return [low];
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
	const first = Math.ceil(low / step);
	const number = Math.floor(high / step) - first + 1;
	return Array.from({ length: number }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

/** Values of an axis in powers of ten: 1, 2 and 5 of each power, over more than two decades the powers alone. */
export function logTicks(low: number, high: number): number[] {
	const digits = high / low > 100 ? [1] : [1, 2, 5];
	const found: number[] = [];
	for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
		for (const digit of digits) {
			const value = Number(`${digit}e${power}`);
			if (value >= low && value <= high) found.push(value);
		}
	return found;
}
