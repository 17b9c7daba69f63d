/** Writes a picture as a PNG of 256 colours: a third of the bytes of a screenshot, and the same to the eye. */
import { crc32, deflateSync } from "node:zlib";

/** @param {Buffer} rgba [height,width,4] @param {number} width @param {number} height */
export function palettePng(rgba, width, height) {
	const counts = new Map();
	for (let at = 0; at < rgba.length; at += 4) {
		const colour = rgba.readUIntBE(at, 3);
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	const palette = chosen([...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour));
	const places = new Map(palette.map((colour, n) => [colour, n]));
	const rows = Buffer.alloc(height * (width + 1)); // each row begins with filter 0
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const colour = rgba.readUIntBE(4 * (y * width + x), 3);
			if (!places.has(colour)) places.set(colour, nearest(palette, colour));
			rows[y * (width + 1) + 1 + x] = places.get(colour);
		}
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3, 0, 0, 0], 8);
	const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
	const parts = [
		["IHDR", head],
		["PLTE", colours],
		["IDAT", deflateSync(rows, { level: 9 })],
		["IEND", Buffer.alloc(0)],
	];
	return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts.map(([name, data]) => chunk(name, data))]);
}

/** The most frequent colours, none closer than 10 to one before it, and as many more as there is room for. */
function chosen(byCount) {
	const palette = [];
	for (const least of [100, 24, 0]) {
		for (const colour of byCount) {
			if (palette.length === 256) return palette;
			if (!palette.includes(colour) && palette.every((one) => distance(one, colour) > least)) palette.push(colour);
		}
	}
	return palette;
}

function nearest(palette, colour) {
	let best = 0;
	for (let n = 1; n < palette.length; n++) if (distance(palette[n], colour) < distance(palette[best], colour)) best = n;
	return best;
}

function distance(a, b) {
	const gap = (shift) => ((a >> shift) & 255) - ((b >> shift) & 255);
	return gap(16) ** 2 + gap(8) ** 2 + gap(0) ** 2;
}

function chunk(name, data) {
	const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
	const whole = Buffer.alloc(body.length + 8);
	whole.writeUInt32BE(data.length, 0);
	whole.set(body, 4);
	whole.writeUInt32BE(crc32(body), body.length + 4);
	return whole;
}
