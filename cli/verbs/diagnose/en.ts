/** English messages: `sluice diagnose`. */

export const en = {
	"verb.diagnose": "show how far back a run's gradient reaches, what is wrong, and what to do about it",
	"flag.diagnoseSteps": "steps to look back",
	"flag.diagnoseSequences": "sequences that the curves are averaged over",
	"flag.diagnoseLength": "task, series: steps of a sequence, or a range",
	"flag.failOn": "exit with 4 where one of these is found, such as vanishing,exploding",
	"default.longest": "the longest it was trained on",
	"default.lags": "text 200, task 1000; less where sequences are shorter",
	"phase.diagnose": "diagnosing",
	"diagnose.heading": "{run}, step {step}, on {text}: {count:sequence/sequences}, {lags:step/steps} back, in {time}",
	"diagnose.headingTask":
		"{run}, step {step}, on {text}: {count:sequence/sequences} of length {length}, {lags:step/steps} back, in {time}",
	"diagnose.unknown": "{share} of the symbols are not in the run's vocabulary; costs are those of the others",
	"diagnose.curve": "|dL/d{which}| by lag, layer {layer}, against lag 0",
	"diagnose.triangle": "which cost (row) reaches which of {count:step/steps} (column)",
	"diagnose.triangleLast": "which of the last {count:step/steps} the cost reaches; only the last step has one",
	"diagnose.paths": "paths: {lag:step/steps} back, {share} came through {way} alone and {rest} through W_hh",
	"diagnose.jacobian": "step Jacobian",
	"diagnose.jacobianFacts":
		"largest singular value {norm}, Lyapunov exponents {nats} nats/step; W_hh, spectral radius and largest singular value: {matrix}",
	"diagnose.bound": "(must vanish below {bound})",
	"diagnose.estimated":
		"~ found by iteration: all values of a state of {size:number/numbers} would take {bytes} and {operations} operations a step.",
	"diagnose.weights":
		"gradient of W_hh ({layer}): {last} of it from the last step, {eight} from the 8 before, {oldest} from the oldest of {count}",
	"diagnose.history":
		"while it was trained (steps {from} to {to}): reach {reach}, spectral radius of W_hh ({block}) {radius}, clipped {clipped}",
	"diagnose.memory":
		"memory: the gradient is at 1% after {gradient:step/steps}; a flipped input moves the output for {input:step/steps}",
	"diagnose.failed": "found: {kinds}",
	"echo.heading": "{run}, step {step}: {steps:step/steps} of {of}, in {time}",
	"echo.headingPart": "{run}, step {step}: {steps:step/steps} up to the end of its {of} part, in {time}",
	"echo.exploding":
		"a change of the state does not die out ({nats} nats/step), so the state depends on how it began. The spectral radius of W is {radius}.",
	"echo.saturated":
		"|tanh| is above 0.9 in {share} of units and steps, where a unit tells inputs apart badly. Input weights reach {scale}.",
	"echo.healthy":
		"a change of the state has shrunk to 1% after {steps:step/steps} ({nats} nats/step), and few units are flat.",
	"echo.memory": "memory: {total} of {units:unit's/units'} worth, by delay 1 to {delays}",
	"echo.lyapunov": "Lyapunov exponents {nats} nats/step; a change is at 1% after {steps:step/steps}",
	"echo.matrix": "W: spectral radius {radius}, largest singular value {norm}; units flat in {saturated} of the steps",
	"finding.vanishing": "vanishing",
	"finding.vanishing.text":
		"the gradient is below 1% from {lag:step/steps} back on; {at:step/steps} back it is {ratio} of its start.",
	"finding.exploding": "exploding",
	"finding.exploding.text": "the gradient grows {ratio} times by {lag:step/steps} back.",
	"finding.overflow.text": "the state itself is no longer a finite number after {step:step/steps}.",
	"finding.matrix": "W_hh has spectral radius {radius} and largest singular value {norm}.",
	"finding.saturated": "saturated",
	"finding.saturated.text": "|{where}| is above 0.9 in {share} of the steps, where tanh passes little gradient.",
	"finding.saturated.sigmoid":
		"h is below 0.1 or above 0.9 in {share} of the steps, where a sigmoid passes little gradient.",
	"finding.dead": "dead",
	"finding.dead.text": "gate {where} stays below 0.1 in {share} of the units.",
	"finding.dead.relu": "{share} of the units ({where}) are off in nearly every step.",
	"finding.truncated": "truncated",
	"finding.truncated.text": "training cuts the gradient at {horizon:step/steps}, where {share} of it is left.",
	"finding.clipped": "clipped",
	"finding.clipped.text": "{share} of the updates were clipped at a norm of {limit}, so their length says nothing.",
	"finding.clipped.value":
		"{share} of the updates had an element cut at {limit}, so they do not point where the gradient does.",
	"finding.clipped.both":
		"{share} of the updates were clipped: {cut} of all by value at {value}, the others at a norm of {limit}.",
	"finding.healthy": "healthy",
	"finding.healthy.text": "the gradient falls to 1% only {lag:step/steps} back, and no gate is stuck.",
	"finding.healthy.far": "the gradient stays above 1% as far back as was looked, and no gate is stuck.",
} as const;
