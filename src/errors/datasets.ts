/** Errors of what is trained on: data that has to be named. */
import { define } from "./define.ts";

export const datasetErrors = {
	E_TASK_SOURCE: define<{ task: string }>({
		exit: 2,
		en: (p) =>
			`the task ${p.task} needs songs: --data FILE, in JSON (docs/tasks.md shows the format), also as .json.gz. The sets of its ` +
			"papers (Nottingham, JSB Chorales, Piano-midi.de, MuseData) are available as MIDI files and pickled piano rolls from " +
			"http://www-ens.iro.umontreal.ca/~boulanni/icml2012. Try --data Nottingham.json.",
		ko: (p) =>
			`과제 ${p.task}에는 곡이 필요합니다: --data FILE (JSON 형식은 docs/tasks.md 참고, .json.gz도 됩니다). 논문의 곡 모음` +
			"(Nottingham, JSB Chorales, Piano-midi.de, MuseData)은 http://www-ens.iro.umontreal.ca/~boulanni/icml2012 에서 " +
			"MIDI 파일과 pickle 피아노 롤로 받을 수 있습니다. 다음을 써 보세요: --data Nottingham.json",
	}),
};
