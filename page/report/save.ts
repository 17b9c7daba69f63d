/** Saves a figure of the page as SVG or PNG, created in the page. */
import { type Scene, sceneSvg } from "../../src/views/scene.ts";

/** Pixels of the PNG per pixel of the figure. */
const SHARP = 2;

export function saveSvg(scene: Scene, name: string): void {
	download(new Blob([sceneSvg(scene)], { type: "image/svg+xml" }), `${name}.svg`);
}

export async function savePng(scene: Scene, name: string): Promise<void> {
	const url = URL.createObjectURL(new Blob([sceneSvg(scene)], { type: "image/svg+xml" }));
	try {
		const image = new Image();
		image.src = url;
		await image.decode();
		const canvas = document.createElement("canvas");
		[canvas.width, canvas.height] = [scene.width * SHARP, scene.height * SHARP];
		canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
		const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
		if (png) download(png, `${name}.png`);
	} finally {
		URL.revokeObjectURL(url);
	}
}

function download(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name.replace(/[^\w.-]+/g, "-");
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
