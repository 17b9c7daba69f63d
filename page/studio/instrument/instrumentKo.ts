/** 모든 계기에 공통인 말. */
import type { instrumentEn } from "./instrumentEn.ts";

export const instrumentKo: Record<keyof typeof instrumentEn, string> = {
	network: "신경망",
	thisPage: "이 페이지의 신경망",
	part: "텍스트",
	"part.train": "학습 부분",
	"part.valid": "검증 부분",
	"part.test": "테스트 부분",
	sample: "실행이 학습한 텍스트는 이 페이지에 없어서 페이지에 들어 있는 텍스트를 읽습니다.",
	droppedText: "파일에는 텍스트가 없어서 페이지에 들어 있는 텍스트나 내 텍스트를 읽습니다.",
	droppedHelp:
		"파일에 기호 목록이 없으면 학습한 텍스트가 필요합니다. 그 텍스트를 먼저 페이지에 끌어다 놓고 파일을 다시 놓으세요.",
	unpublished:
		"이 신경망이 읽는 데이터는 이 페이지에 없습니다. `sluice studio --export DIR RUN --with-text`로 내보내면 들어갑니다.",
	gone: "파일이 더 이상 없습니다. 페이지에 다시 끌어다 놓으세요.",
	opening: "신경망을 여는 중",
	missing: "아직 신경망이 없습니다.",
	noOwn: "이 신경망이 학습한 데이터가 이 페이지에 없습니다.",
	noOwnHelp:
		"링크를 보낸 사람의 텍스트나 표인데 링크에는 담기지 않았습니다. 파일을 받아 이 페이지에 넣으면 신경망을 다시 학습시킵니다.",
	giveIt: "텍스트나 표 넣기",
	noText: "이 페이지의 신경망은 텍스트로 학습한 것이 아닙니다.",
	missingHelp: "텍스트로 하나를 학습시키거나 실행을 고르세요. 첫 체크포인트가 생기면 바로 열립니다.",
	toTrain: "학습으로 이동",
	failed: "신경망을 열지 못했습니다.",
	noSession: "스튜디오의 실행을 가리키는 링크인데, 이 브라우저에는 그 스튜디오의 세션이 없습니다.",
	"noSession.terminal":
		"스튜디오가 이 컴퓨터의 터미널에서 실행 중이면 그 터미널에서 Enter를 누르고, 나온 링크를 이 브라우저에서 여세요. 그러면 이 탭에 실행이 나타납니다.",
	"noSession.background": "백그라운드에서 실행 중이거나 끝났으면 하나 더 시작하세요. 하던 학습은 계속됩니다.",
	"noSession.then": "출력된 링크를 열고, 주소를 #부터 끝까지 다음으로 바꾸세요.",
	"noSession.elsewhere":
		"다른 컴퓨터에서는 이 링크를 열 수 없습니다. 보낸 사람에게 주장 파일(.claim.json)이나 `sluice studio --export DIR RUN --with-text`로 내보낸 페이지를 부탁하세요. 내보낸 페이지는 # 뒤가 같은 주소로 열립니다.",
	again: "다시 시도",
	newer: "갱신 {step} 보기",
	goes: "이 신경망을 학습하는 중: 갱신 {step}/{of}.",
	follows: "학습이 끝나면 마지막 상태를 저절로 보여 줍니다.",
	"missing.going": "이 페이지에서 신경망을 학습하는 중입니다: 갱신 {step}/{of}.",
	"missing.goingHelp": "첫 체크포인트가 나오면 열리고, 학습이 끝나면 마지막 상태로 저절로 바뀝니다.",
	reads: "명령은 {file} 파일을 읽습니다. 명령을 실행할 폴더에 저장하세요.",
	saveText: "{file} 저장",
	update: "갱신 {step}",
	trainedOn: "학습 데이터: {data}",
	earlier: "이 페이지의 최근 학습 이전",
	stored: "미리 학습해 둔 신경망입니다. 이 페이지의 학습도 같은 가중치로 끝납니다.",
	closed: "계산을 마치기 전에 다른 신경망을 열었습니다. 지금 보이는 신경망으로 다시 시작하세요.",
	provenance: "{model}, 매개변수 {parameters}개, {build}, 가중치 {digest}",
};
