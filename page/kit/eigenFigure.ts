/**
 * The eigenvalues of W_hh in the complex plane, against the unit circle, with the way that each cloud has come: of the
 * records before, fainter the older. Inside the circle a linear network forgets, outside it its gradient grows.
 */
import type { Brush } from "./canvas.ts";
import { CanvasFigure } from "./canvasFigure.ts";
import type { FigureTable } from "./figure.ts";

export interface Spectrum {
	step: number;
	re: ArrayLike<number>; // [H]
	im: ArrayLike<number>; // [H]
	/** Largest modulus. */
	radius: number;
	/** Letter of the gate whose block of W_hh it is; empty for a plain cell, which has one. */
	block: string;
}

export interface EigenCall {
	/** Newest last. */
	spectra(): readonly Spectrum[];
	/** "{n} beyond {modulus}" */
	beyond(n: number, modulus: number): string;
	summary(): string;
}

const TRAIL = 50;
/** Largest modulus that has a place if nine in ten are within; what is beyond is a ring at the rim, in its direction. */
const MOST = 1.7;
const WITHIN = 0.9;

export class EigenFigure extends CanvasFigure<EigenCall> {
	table(): FigureTable {
		const newest = this.call.spectra().at(-1);
		if (!newest) return { head: ["re", "im"], rows: [] };
		return { head: ["re", "im"], rows: Array.from(newest.re, (re, n) => [re, newest.im[n]!]) };
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const spectra = this.call.spectra().slice(-TRAIL);
		const moduli = moduliOf(spectra.at(-1));
		const most = Math.max(MOST, 1.06 * (moduli[Math.ceil(WITHIN * moduli.length) - 1] ?? 0));
		const reach = Math.min(most, Math.max(1.08, 1.06 * (moduli.at(-1) ?? 0)));
		const rim = 0.97 * reach;
		const scale = (Math.min(width, height) / 2 - 2) / reach;
		const [cx, cy] = [width / 2, height / 2];
		ctx.strokeStyle = colour("--line");
		ctx.beginPath();
		ctx.moveTo(cx - scale * reach, cy);
		ctx.lineTo(cx + scale * reach, cy);
		ctx.moveTo(cx, cy - scale * reach);
		ctx.lineTo(cx, cy + scale * reach);
		ctx.stroke();
		ctx.strokeStyle = colour("--quiet");
		ctx.beginPath();
		ctx.arc(cx, cy, scale, 0, 2 * Math.PI);
		ctx.stroke();
		ctx.fillStyle = colour("--quiet");
		ctx.fillText("1", cx + scale * Math.SQRT1_2 + 3, cy + scale * Math.SQRT1_2 + 11);
		const beyond = moduli.filter((modulus) => modulus > rim).length;
		if (beyond > 0) {
			ctx.setLineDash([2, 4]);
			ctx.beginPath();
			ctx.arc(cx, cy, scale * rim, 0, 2 * Math.PI);
			ctx.stroke();
			ctx.setLineDash([]);
			ctx.fillText(this.call.beyond(beyond, rim), 4, height - 4);
		}
		ctx.fillStyle = colour("--eigen");
		ctx.strokeStyle = colour("--eigen");
		for (const [n, { re, im }] of spectra.entries()) {
			const last = n === spectra.length - 1;
			ctx.globalAlpha = last ? 0.95 : 0.03 + (0.12 * n) / spectra.length;
			const size = last ? 2.3 : 1.2;
			for (let k = 0; k < re.length; k++) {
				const beyond = Math.hypot(re[k]!, im[k]!) / rim;
				const inside = scale / Math.max(1, beyond);
				ctx.beginPath();
				ctx.arc(cx + inside * re[k]!, cy - inside * im[k]!, beyond > 1 ? 2 * size : size, 0, 2 * Math.PI);
				if (beyond > 1) ctx.stroke();
				else ctx.fill();
			}
		}
		ctx.globalAlpha = 1;
	}
}

/** Moduli, smallest first. */
function moduliOf(spectrum: Spectrum | undefined): number[] {
	const { re = [], im = [] } = spectrum ?? {};
	return Array.from(re, (x, k) => Math.hypot(x, im[k]!)).sort((a, b) => a - b);
}
