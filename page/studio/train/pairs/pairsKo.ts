/** 질문과 대답의 쌍인 데이터에 관한 말. */
import type { pairsEn } from "./pairsEn.ts";

export const pairsKo: Record<keyof typeof pairsEn, string> = {
	looks: "{file} 파일은 질문({question})과 대답({answer})의 쌍으로 보입니다.",
	series: "여기서는 시계열로 읽어 숫자 열을 예측하도록 학습시킵니다.",
	text: "여기서는 파일 전체를 이어진 텍스트로 읽습니다.",
	near: "챗봇을 학습시키려면 이 스튜디오의 폴더에서 다음 가운데 한 명령을 실행하세요.",
	dropped: "챗봇을 학습시키려면 파일이 있는 폴더에서 다음 가운데 한 명령을 실행하세요.",
	language: "언어 모델",
	attention: "어텐션이 있는 인코더-디코더",
	replies: "대답",
	"replies.how":
		"좋은 대답이 실제 대답과 같을 필요는 없어 오류율을 보여 주지 않습니다. 질문을 듣는지는 이 명령으로 잽니다.",
};
