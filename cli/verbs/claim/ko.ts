/** 한국어 메시지: `sluice claim`. */

export const ko = {
	"verb.claim":
		"유닛이 패턴을 따라간다는 주장을 누구나 확인할 수 있는 증거와 함께 파일로 만들거나, 그런 파일을 확인합니다",
	"arg.claimRun": "실행 이름이나 폴더, 또는 check",
	"arg.claimUnit": "유닛(예: l1.c.17). check이면 주장 파일",
	"flag.claimPattern": "유닛이 따라간다고 주장할 패턴. `sluice cells find`와 같은 형식",
	"flag.claimOut": "주장을 쓸 파일",
	"flag.claimRun": "여기서 이름이 다를 때 주장을 확인할 실행",
	"phase.claim": "증거를 재는 중",
	"claim.holds": "{run}의 {unit}: {pattern} 패턴을 따라간다는 주장이 성립합니다({time} 걸림)",
	"claim.fails": "{run}의 {unit}: {pattern} 패턴을 따라간다는 증거가 모자랍니다({time} 걸림)",
	"claim.confirmed": "확인했습니다({time}). {run}의 {unit}: {pattern} 패턴을 따라가며, 모든 수가 같습니다.",
	"claim.refuted": "확인하지 못했습니다({time}). {run}의 {unit}: {pattern} 패턴.",
	"claim.written": "{file} 파일을 썼습니다.",
	"claim.search":
		"선택에 쓰지 않은 절반에서 AUC {auc} [{low} {high}], 우연 수준 {chance}, 유닛 {units}개에 대한 q {q}, 가장 나은 단순 설명 {rival}",
	"claim.held":
		"패턴 밖 평균 {value}에 고정하면 손실이 안에서 {inside} [{insideInterval}], 밖에서 {outside} [{outsideInterval}] 변합니다(기호당 nats). 차이 {difference} [{differenceInterval}], 안에서 오른 폭은 {of}개 중 {rank}위",
	"claim.weights": "가중치가 주장의 것과 다릅니다. 주장을 만든 실행이나 체크포인트를 고르세요.",
	"claim.text": "텍스트가 주장의 것과 다릅니다.",
	"claim.digits": "파일에 적힌 값이 잰 값과 다릅니다: {field}.",
	"claim.notScored": "패턴이 어디에도 없거나, 늘 성립하거나, 텍스트의 한쪽 절반에 8곳 미만입니다.",
	"claim.notFound": "q가 0.05를 넘거나 우연 수준보다 높지 않습니다.",
	"claim.rival":
		"현재 기호나 줄 안의 위치로도 유닛만큼 패턴을 설명할 수 있습니다. 그 AUC가 유닛의 95% 구간보다 낮지 않습니다.",
	"claim.unused": "유닛을 고정해도 손실이 패턴 안에서 더 오르지 않습니다.",
	"claim.little":
		"신경망이 아직 배운 것이 적습니다. 손실은 기호당 {loss} nats이고 기호의 빈도만으로도 {baseline} nats입니다. 더 오래 학습시키세요.",
} as const;
