/** Errors of reproductions of published experiments. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

export const reproductionErrors = {
	E_REPRODUCTION: define<{ name: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`there is no reproduction ${quote(p.name)}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} There are: ${p.known}. What each shows: sluice reproduce`,
		ko: (p) =>
			`${quote(p.name)} 재현을 찾을 수 없습니다.${
				p.suggestion ? ` 혹시 ${p.suggestion} 아닌가요?` : ""
			} 있는 것: ${p.known}. 각각이 보이는 것: sluice reproduce`,
	}),
	E_REPRODUCTION_DATA: define<{ name: string; folder?: string | undefined }>({
		exit: 2,
		en: (p) =>
			`${p.name} needs songs, which this package does not contain: ${
				p.folder === undefined ? "none were named" : `${p.folder} has no .json or .json.gz of them`
			}. Give their folder: sluice reproduce ${p.name} --data DIR. Each file is {name, low, high, train, valid, test}, where a part is a list of songs, a song a list of steps and a step the MIDI numbers that sound (docs/tasks.md); Nottingham, JSB chorales, Piano-midi.de and MuseData can be downloaded from Boulanger-Lewandowski's page, http://www-ens.iro.umontreal.ca/~boulanni/icml2012, as pickled piano rolls with these parts.`,
		ko: (p) =>
			`${p.name}에 쓰는 곡은 이 패키지에 들어 있지 않습니다. ${
				p.folder === undefined
					? "곡이 있는 폴더를 지정하지 않았습니다"
					: `${p.folder}에 .json이나 .json.gz 파일이 없습니다`
			}. 폴더를 지정하세요: sluice reproduce ${p.name} --data DIR. 파일은 {name, low, high, train, valid, test} 꼴이고, 각 부분은 곡의 목록, 곡은 스텝의 목록, 스텝은 울리는 MIDI 번호의 목록입니다(docs/tasks.md). Nottingham, JSB 코랄, Piano-midi.de, MuseData는 Boulanger-Lewandowski의 페이지 http://www-ens.iro.umontreal.ca/~boulanni/icml2012 에서 같은 부분으로 나뉜 pickle 피아노 롤로 받을 수 있습니다.`,
	}),
};
