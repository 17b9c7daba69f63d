/** Files that the page hands to the reader. */
import { token } from "./canvas.ts";

export function save(name: string, type: string, content: BlobPart): void {
	const address = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A picture at the resolution of the screen, on the page's own ground. */
export async function savePicture(canvas: HTMLCanvasElement, name: string): Promise<void> {
	const copy = document.createElement("canvas");
	[copy.width, copy.height] = [canvas.width, canvas.height];
	const context = copy.getContext("2d")!;
	context.fillStyle = token("--ground");
	context.fillRect(0, 0, copy.width, copy.height);
	context.drawImage(canvas, 0, 0);
	const blob = await new Promise<Blob | null>((resolve) => copy.toBlob(resolve, "image/png"));
	if (blob) save(name, "image/png", blob);
}
