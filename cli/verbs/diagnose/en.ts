/** English messages: `sluice diagnose`. */

export const en = {
	"verb.diagnose": "show how far back a run's gradient reaches, what is wrong, and how to fix it",
	"flag.diagnoseSteps": "maximum lag, in steps back",
	"flag.diagnoseSequences": "number of sequences to average over",
	"flag.diagnoseLength": "task, series: sequence length in steps, or a range",
	"flag.dial": "compute the dial of W_rec on a block of W_hh instead, at settings such as radius=1.2,block=f",
	"flag.plane":
		"walk with and without a limit over a plane through the weights instead, at settings such as x=0.5,lr=2",
	"flag.cut":
		"cut arcs of the gradient of one window and take the update instead, at settings such as horizon=8,lr=0.1",
	"flag.failOn": "exit with code 4 if one of these is found, such as vanishing,exploding",
	"default.longest": "the longest in training",
	"default.lags": "200 for a text, 1000 for a task; at most the sequence length",
	"phase.diagnose": "diagnosing",
	"diagnose.heading": "{run}, step {step}, on {text}: {count:sequence/sequences}, {lags:step/steps} back, in {time}",
	"diagnose.headingTask":
		"{run}, step {step}, on {text}: {count:sequence/sequences} of length {length}, {lags:step/steps} back, in {time}",
	"diagnose.unknown": "{share} of the symbols are not in the run's vocabulary; losses exclude them",
	"diagnose.curve": "|dL/d{which}| by lag, relative to lag 0, l{layer}",
	"diagnose.triangle": "gradient of each step's loss (row) at each of {count:step/steps} (column)",
	"diagnose.triangleLast": "gradient of the loss at each of the last {count:step/steps}; only the last step has a loss",
	"diagnose.paths":
		"paths: {lag:step/steps} back, {share} of the gradient came through {way} alone and {rest} through W_hh",
	"diagnose.jacobian": "Jacobian of one step",
	"diagnose.jacobianFacts": "largest singular value {norm}, Lyapunov exponents {nats} nats/step",
	"diagnose.matrices": "; W_hh, spectral radius and largest singular value: {matrix}",
	"diagnose.bound": "(guaranteed to vanish below {bound})",
	"diagnose.estimated":
		"~: estimated iteratively; exact values for a state of size {size} would take {bytes} and {operations} operations per step.",
	"diagnose.weights":
		"gradient of W_hh ({layer}): {last} from the last step, {eight} from the 8 steps before it, {oldest} from the oldest of {count}",
	"diagnose.history":
		"during training (steps {from} to {to}): reach {reach}, spectral radius of W_hh ({block}) {radius}, clipped {clipped}",
	"diagnose.historyEnds": "(recorded to step {last} of {step}; record more often with --record-every)",
	"diagnose.memory":
		"memory: the gradient falls to 1% after {gradient:step/steps}; a flipped input changes the output for {input:step/steps}",
	"diagnose.failed": "found: {kinds}",
	"echo.heading": "{run}, step {step}: {steps:step/steps} of {of}, in {time}",
	"echo.headingPart": "{run}, step {step}: {steps:step/steps} up to the end of its {of} part, in {time}",
	"echo.exploding":
		"a perturbation of the state does not die out ({nats} nats/step), so the state depends on the initial state. The spectral radius of W is {radius}.",
	"echo.saturated":
		"|tanh| is above 0.9 in {share} of units and steps, where a unit barely distinguishes inputs. Input weights reach {scale}.",
	"echo.healthy":
		"a perturbation of the state falls to 1% after {steps:step/steps} ({nats} nats/step), and few units are saturated.",
	"echo.memory": "memory capacity: {total} of at most {units}, over delays 1 to {delays}",
	"echo.lyapunov": "Lyapunov exponents {nats} nats/step; a perturbation falls to 1% after {steps:step/steps}",
	"echo.matrix":
		"W: spectral radius {radius}, largest singular value {norm}; units saturated in {saturated} of the steps",
	"finding.vanishing": "vanishing",
	"finding.vanishing.text":
		"the gradient falls below 1% at {lag:step/steps} back; at {at:step/steps} back it is {ratio} of its value at lag 0.",
	"finding.exploding": "exploding",
	"finding.exploding.text": "the gradient is {ratio} times larger {lag:step/steps} back.",
	"finding.overflow.text": "the state becomes NaN or infinite after {step:step/steps}.",
	"finding.matrix": "W_hh has spectral radius {radius} and largest singular value {norm}.",
	"finding.saturated": "saturated",
	"finding.saturated.text": "|{where}| is above 0.9 in {share} of the steps, where tanh passes little gradient.",
	"finding.saturated.sigmoid":
		"h is below 0.1 or above 0.9 in {share} of the steps, where a sigmoid passes little gradient.",
	"finding.dead": "dead",
	"finding.dead.text": "gate {where} stays below 0.1 in {share} of the units.",
	"finding.dead.relu": "{share} of the units ({where}) are 0 in nearly every step.",
	"finding.truncated": "truncated",
	"finding.truncated.text":
		"training truncates backpropagation after {horizon:step/steps}, where {share} of the gradient is left.",
	"finding.clipped": "clipped",
	"finding.clipped.text":
		"{share} of the updates were clipped at a norm of {limit}, so their norm carries no information.",
	"finding.clipped.value":
		"{share} of the updates had an element clipped at {limit}, so their direction differs from the gradient's.",
	"finding.clipped.both":
		"{share} of the updates were clipped: {cut} of all by value at {value}, the others at a norm of {limit}.",
	"finding.ruined.text":
		"training without gradient clipping ended at a loss of {loss}, worse than a prediction that ignores the input ({baseline}).",
	"finding.noAction.solved": "No action: the task is solved.",
	"finding.noAction.usual": "No action: this is usual.",
	"finding.noAction.follows": "It follows from another finding.",
	"outcome.loss": "loss {loss} (baseline {baseline})",
	"outcome.wrong": "{share} of the sequences wrong",
	"outcome.solved": "solved",
	"outcome.learned": "better than the baseline",
	"outcome.ignorant": "no better than the baseline (less than 1% below it)",
	"outcome.ruined": "worse than the baseline (at least 25% above it)",
	"finding.healthy": "healthy",
	"finding.healthy.text": "the gradient falls to 1% only {lag:step/steps} back, and no gate is saturated.",
	"finding.healthy.far": "the gradient stays above 1% at every lag measured, and no gate is saturated.",
} as const;
