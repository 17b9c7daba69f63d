/** English messages: `sluice gradcheck`. */

export const en = {
	"verb.gradcheck": "check the gradients of the cells against forward-mode derivatives and finite differences",
	"flag.thorough": "more steps and three seeds: minutes instead of seconds",
	"default.all": "all",
	"phase.gradcheck": "checking gradients",
	"gradcheck.cell": "cell",
	"gradcheck.check": "checked against",
	"gradcheck.checks": "checks",
	"gradcheck.error": "worst error",
	"gradcheck.bound": "bound",
	"gradcheck.where": "worst tensor",
	"gradcheck.kind.layer/forward-mode": "layer/forward-mode",
	"gradcheck.kind.layer/differences": "layer/differences",
	"gradcheck.kind.network/forward-mode": "network/forward-mode",
	"gradcheck.kind.network/differences": "network/differences",
	"gradcheck.kind.lags/forward-mode": "lags/forward-mode",
	"gradcheck.ok": "all {count:check/checks} passed",
	"gradcheck.failed": "{failed} of {count:check/checks} failed",
} as const;
