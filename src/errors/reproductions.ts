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
	E_REPRODUCTION_TEXTS: define<{ folder: string; files: string }>({
		exit: 2,
		en: (p) =>
			`${p.folder} has none of the texts of size-table: ${p.files}, or the same with .gz. Put one or both there, or leave out --data to download texts of the catalogue.`,
		ko: (p) =>
			`${p.folder}에 size-table의 텍스트(${p.files}, .gz도 가능)가 없습니다. 하나 이상을 넣거나, --data를 빼고 카탈로그의 텍스트를 내려받으세요.`,
	}),
	E_REPRODUCTION_STUDY: define<{ study: string; left: number; message: string }>({
		exit: 1,
		en: (p) =>
			`${p.left} of the trials in ${p.study} have no result: ${quote(p.message)}. See sluice study show ${p.study}. After sluice study retry ${p.study}, the same command continues.`,
		ko: (p) =>
			`${p.study}의 시행 ${p.left}개가 결과 없이 끝났습니다: ${quote(p.message)}. sluice study show ${p.study} 명령으로 확인하고 sluice study retry ${p.study} 명령을 실행한 뒤 같은 명령을 다시 실행하면 계속합니다.`,
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
