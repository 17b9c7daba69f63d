/** `sluice data get NAME`: prints the path of the text. */
import { type Context, print, printJson, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { bytes } from "../../../display/numbers.ts";
import { Progress } from "../../../display/progress.ts";

export async function run(context: Context, [given]: string[]): Promise<number> {
	const { io, t, show, library } = context;
	const name = given!.replace(/^@/, "");
	let view: Progress | undefined;
	const onProgress = (doneBytes: number, totalBytes: number) => {
		view ??= new Progress(t, `${t("phase.download")} ${escapeLine(name)}`, bytes, io.now(), doneBytes);
		view.set(doneBytes, totalBytes, io.now());
		show.update(view);
	};
	const got = await library.getData(name, { onProgress });
	show.end(true);
	if (context.format !== "text") {
		printJson(context, got);
		return 0;
	}
	talk(
		context,
		t("data.got", {
			name,
			bytes: bytes(got.bytes),
			hash: got.sha256 === null ? t("data.unpinned") : `sha256 ${got.sha256}`,
		}),
	);
	print(context, got.path);
	suggestNext(context, [`sluice train @${name}`]);
	return 0;
}
