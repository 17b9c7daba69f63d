/** 주장 카드의 한국어. */
import type { claimEn } from "./claimEn.ts";

export const claimKo: Record<keyof typeof claimEn, string> = {
	claim: "주장 카드",
	"claim.about": "{unit} 유닛이 {pattern} 패턴을 따라갑니다",
	"claim.title": "주장: {unit} 유닛이 {pattern} 패턴을 따라갑니다",
	"claim.titleFails": "뒷받침되지 않음: {unit} 유닛이 {pattern} 패턴을 따라갑니다",
	"claim.none":
		"위 표에서 행을 고르거나 유닛과 패턴을 정하세요. 카드에는 증거가 담기고, 이 실행이 있는 사람은 누구나 확인할 수 있습니다.",
	"claim.untracked":
		"표에 {pattern} 패턴을 우연 수준보다 높게 따라가는 유닛이 없어 만들 카드가 없습니다. 다른 패턴이나 텍스트의 더 긴 부분을 골라 보세요.",
	"claim.make": "카드 만들기",
	"claim.check": "확인하기",
	"claim.file": "파일의 카드 확인하기…",
	"claim.save": "파일로 저장",
	"claim.tooLong":
		"패턴이 길어 링크에 담을 수 없습니다. 카드를 파일로 저장하세요. 받은 사람이 여기서 열어 확인할 수 있습니다.",
	"claim.link": "주장의 링크 복사",
	"claim.banner": "이 링크는 {unit} 유닛이 {pattern} 패턴을 따라간다고 주장합니다. 아직 여기서 확인하지 않았습니다.",
	"claim.bannerFails":
		"링크의 카드는 {unit} 유닛이 {pattern} 패턴을 따라간다는 주장이 성립하지 않는다고 합니다. 아직 여기서 확인하지 않았습니다.",
	"claim.show": "확인 항목 보기",
	"send.here": "이 스튜디오의 실행을 가리키는 링크라서 이 브라우저에서만 열립니다.",
	"send.stored": "페이지에 들어 있는 신경망을 가리키는 링크입니다. 학습할 것 없이 바로 열립니다.",
	"send.page":
		"이 페이지의 신경망을 가리키는 링크입니다. 링크를 연 페이지가 같은 신경망을 스스로 학습시키며, 걸리는 시간은 여기와 비슷합니다. 확인하기는 갱신 {step}까지 기다립니다.",
	"send.changed":
		"학습하는 동안 옵션을 바꾼 신경망이라서, 링크를 연 페이지는 다른 신경망을 학습시킵니다. 주장 파일과 명령을 대신 보내세요.",
	"send.own":
		"내 텍스트로 학습한 신경망입니다. 링크에 텍스트를 담을 수 없으면 텍스트도 함께 보내세요. 페이지가 텍스트를 받으면 같은 신경망을 학습시킵니다.",
	"send.computer":
		"링크의 주소 {origin}은 이 컴퓨터의 주소라서 스튜디오가 실행 중인 동안 여기서만 열립니다. 다른 컴퓨터에서는 그곳에서 스튜디오를 시작하고 그 주소 뒤에 링크의 #부터 끝까지를 붙이세요.",
	"send.dropped": "끌어다 놓은 파일을 가리키는 링크입니다. 받은 사람도 같은 파일을 놓아야 합니다.",
	"send.anyone": "이 페이지를 열 수 있는 사람은 누구나 링크를 열 수 있습니다.",
	"send.elsewhere": "다른 사람이 확인하는 방법",
	"send.file":
		"주장을 파일로 저장해서 보내세요. 같은 실행이 있는 사람은 여기에서 파일의 카드를 확인하거나 다음 명령을 쓰면 됩니다.",
	"send.filePage":
		"주장을 파일로 저장해 보내세요. 그 파일이 있는 폴더에서 다음 명령이 같은 신경망을 학습시키고 주장을 확인합니다.",
	"send.export":
		"또는 실행을 페이지로 내보내세요. 그 주소 끝에 링크의 # 뒤를 붙이면 페이지를 볼 수 있는 누구에게나 주장이 열립니다.",
	"unopened.shows": "링크가 보여 주려는 것: 유닛 {unit}, 패턴 {pattern}.",
	"unopened.claims":
		"링크의 주장: {unit}, {pattern} 패턴을 따라감. 실행의 {part}에서 처음 {symbols}개 기호로 쟀습니다. 링크에 적힌 그대로이며 여기서는 아무것도 확인하지 않았습니다.",
	"claim.atWork": "증거를 재는 중",
	"claim.holds": "증거가 주장을 뒷받침합니다.",
	"claim.holdsLoosely": "증거가 주장을 뒷받침하지만, 유닛이 패턴과 느슨하게만 일치합니다.",
	"claim.fails": "증거가 주장을 뒷받침하지 않습니다.",
	"claim.confirmed": "확인했습니다. 다시 잰 모든 수가 같습니다.",
	"claim.refuted": "확인하지 못했습니다.",
	"claim.linked":
		"이 링크는 {unit} 유닛이 {pattern} 패턴을 따라간다고 주장합니다. 이 브라우저에서는 아직 확인하지 않았습니다.",
	"claim.search":
		"{part}의 기호 {from}~{to}(선택에 쓰지 않음)에서 AUC {auc} [{low}, {high}], F1 {f1}. 우연 수준 {chance}, 검정 {units}개(유닛마다 하나)의 q {q}, 가장 나은 단순 설명 {rival}({name}).",
	"claim.searchDegree":
		"정도와의 순위 상관 {r} [{rLow}, {rHigh}], 우연 수준 {chance}. 정도가 높은 절반에 대해 AUC {auc} [{low}, {high}], 우연 수준 {aucChance}, F1 {f1}, 가장 나은 단순 설명 {rival}({name}). {part}의 기호 {from}~{to}(선택에 쓰지 않음), 검정 {units}개(유닛마다 하나)의 q {q}.",
	"claim.poor":
		"F1이 {f1}입니다. 유닛의 문턱값에서 잘못 표시하거나 놓친 기호가 맞게 표시한 기호의 두 배를 넘습니다. AUC는 순위만 비교하므로, 유닛이 더 넓은 패턴을 따라가는 것일 수 있습니다.",
	"claim.trained":
		"신경망이 학습에 쓴 부분에서 잰 값입니다. 처음 읽는 텍스트에서도 그런지는 검증 부분에서 재면 알 수 있습니다.",
	"claim.tests": "q는 이 카드의 검정만 셉니다. 패턴이 더 많은 표의 q와는 다르고, 표의 q가 늘 더 크지는 않습니다.",
	"claim.held":
		"패턴 밖 평균인 {value}에 고정하면 손실이 기호당 안에서 {inside} nats, 밖에서 {outside} nats 변합니다. 차이 {difference}. 안에서 오른 폭은 이 유닛과 무작위로 고른 {others}개 가운데 큰 것부터 {rank}번째입니다({of}개 중).",
	"claim.digests": "가중치 {weights}, 텍스트 {text}, 기호 {symbols}개, wasm-plain",
	"trouble.weights": "가중치가 주장의 것과 다릅니다. 주장을 만든 실행이나 체크포인트를 여세요.",
	"trouble.text": "텍스트가 주장의 것과 다릅니다. 주장의 텍스트 구간을 고르세요.",
	"trouble.digits": "카드에 적힌 값이 잰 값과 다릅니다: {field}.",
	"trouble.link": "여기서 잰 값이 링크의 값과 다릅니다.",
	"state.update": "갱신 {step}(가중치 {weights})",
	"state.weights": "가중치 {weights}",
	"state.differs": "아직 확인하지 않았습니다. 지금 보이는 것은 {here}, 주장은 {claimed}에 대한 것입니다.",
	"state.kept": "확인하기를 누르면 그 갱신부터 엽니다.",
	"state.coming": "이 페이지에서 신경망을 학습하는 중입니다(갱신 {step}/{of}). 확인하기를 누르면 그때까지 기다립니다.",
	"state.waits": "이 페이지에서 신경망을 학습하는 중입니다(갱신 {step}/{of}). 그 갱신에 이르면 저절로 확인합니다.",
	"state.otherPage":
		"이 페이지에는 그 신경망이 없습니다. 링크를 새 탭에서 다시 열면 링크의 신경망을 처음부터 학습시킵니다.",
	"state.otherRun": "주장을 만든 체크포인트를 고르세요.",
	"claim.sameFails": "다시 잰 모든 수가 같고, 주장은 성립하지 않습니다.",
	"claim.linkedHolds": "카드에 따르면 모든 확인을 통과했습니다.",
	"claim.linkedFails": "카드에 따르면 성립하지 않습니다.",
	"claim.little":
		"신경망이 아직 배운 것이 적습니다. 손실은 기호당 {loss} nats이고 기호의 빈도만으로도 {baseline} nats입니다. 더 오래 학습시키면 이런 유닛이 생길 수 있습니다.",
	"claim.longer": "더 오래 학습시키기",
	"check.scored": "패턴의 점수를 매길 수 있음",
	"check.found": "유닛이 우연 수준보다 높음",
	"check.rival": "유닛이 단순 설명보다 나음: 단순 설명의 AUC가 유닛의 95% 구간보다 낮음",
	"check.used": "패턴 밖 평균으로 고정하면 손실이 안에서 더 오름(차이의 구간이 0보다 위): 신경망이 유닛을 여기에 씀",
	"check.failed": "실패:",
	"check.passed": "통과:",
	"check.unmeasured": "재지 않음",
	"fault.scored": "패턴이 어디에도 없거나, 늘 성립하거나, 텍스트의 한쪽 절반에 8곳 미만입니다.",
	"fault.found": "q가 0.05를 넘거나 우연 수준보다 높지 않습니다.",
	"fault.rival":
		"현재 기호나 줄 안의 위치로도 유닛만큼 패턴을 설명할 수 있습니다. 그 AUC가 유닛의 95% 구간보다 낮지 않습니다.",
	"fault.used": "유닛을 패턴 밖 평균으로 고정해도 손실이 패턴 안에서 더 오르지 않습니다.",
	"advice.scored": "텍스트의 더 긴 부분을 읽거나 다른 패턴을 고르세요.",
	"advice.found": "위 표의 다른 유닛, 텍스트의 더 긴 부분, 더 오래 학습시킨 신경망으로 해 보세요.",
	"advice.rival": "다른 유닛, 특히 기억하는 c나, 현재 기호와 줄 안의 위치로 알 수 없는 패턴으로 해 보세요.",
	"advice.used": "위 표의 다른 유닛으로 하거나 텍스트를 더 읽으세요. 더 읽으면 구간이 좁아집니다.",
};
