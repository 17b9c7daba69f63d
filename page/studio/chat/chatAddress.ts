/** Words of the view Chat in the address: the run, and how replies are drawn. */
import { MOST_BEAMS, type TalkSettings } from "../../../studio/wire/chatMessages.ts";
import { RUN_ID } from "../../../studio/wire.ts";
import { address, setAddress } from "../shell/location.ts";

/** Settings that the reader can change: their words, their bounds, what `sluice chat` takes by default. */
export const SETTINGS = {
	temperature: { word: "temp", least: 0, most: 1000, first: 0.5, whole: false },
	topP: { word: "topp", least: 0.01, most: 1, first: 1, whole: false },
	beams: { word: "beams", least: 0, most: MOST_BEAMS, first: 0, whole: true },
	seed: { word: "draw", least: 0, most: 999_999_999, first: 1, whole: true },
} as const;
export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Whether what was typed is a value of the setting. */
export function fits(name: SettingName, typed: string): boolean {
	const { least, most, whole } = SETTINGS[name];
	if (!(whole ? /^\d{1,9}$/ : /^\d{1,4}(\.\d{1,6})?$/).test(typed)) return false;
	return Number(typed) >= least && Number(typed) <= most;
}

/** The settings of the address; the rest as `sluice chat` has it. */
export function settingsNow(): TalkSettings {
	const { more } = address.get();
	const value = (name: SettingName) => {
		const typed = more[SETTINGS[name].word] ?? "";
		return fits(name, typed) ? Number(typed) : SETTINGS[name].first;
	};
	const [temperature, topP, beams, seed] = SETTING_NAMES.map(value) as [number, number, number, number];
	return { temperature, topP, beams, seed, topK: 0, length: 200 };
}

/** Id of the run of the address; null without one. */
export function runNow(): string | null {
	const { run } = address.get().more;
	return run !== undefined && RUN_ID.test(run) ? run : null;
}

/** Changes words of the view; null takes one out. */
export function setChatWords(change: Readonly<Record<string, string | null>>, how: "push" | "replace" = "replace") {
	const now = address.get();
	if (now.view !== "chat") return;
	const all = Object.entries({ ...now.more, ...change });
	const more = Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== null));
	setAddress({ ...now, more }, how);
}

/** Changes a setting; its default is not part of the address. */
export function setSetting(name: SettingName, value: number): void {
	const { word, first } = SETTINGS[name];
	setChatWords({ [word]: value === first ? null : String(value) });
}
