/** Errors of what is trained on: data that has to be named. */
import { define } from "./define.ts";

/** A word for a POSIX shell. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
const pairsCommand = ({ path, question, answer }: { path: string; question: string; answer: string }) =>
	`sluice train ${quoted(`pairs:${path}`)} --question ${quoted(question)} --answer ${quoted(answer)}`;

export const datasetErrors = {
	/** A notice: training goes on. */
	E_TEXT_SERIES: define<{ path: string; column: string }>({
		en: (p) =>
			`${p.path} is a table of numbers, but it is read as text, character by character. To forecast its numbers, stop and give the column: --target ${p.column}.`,
		ko: (p) =>
			`${p.path}: 숫자로 된 표인데 글자 단위의 텍스트로 읽습니다. 숫자를 예측하려면 멈추고 열을 지정하세요: --target ${p.column}`,
	}),
	/** A notice: training continues. */
	E_TEXT_PAIRS: define<{ path: string; question: string; answer: string }>({
		en: (p) =>
			`${p.path} looks like pairs of questions and answers, but it is read as running text. To train a chatbot, stop and use: ${pairsCommand(p)}`,
		ko: (p) =>
			`${p.path}: 질문과 대답의 쌍 같은데 이어진 텍스트로 읽습니다. 챗봇을 학습시키려면 멈추고 이렇게 쓰세요: ${pairsCommand(p)}`,
	}),
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
