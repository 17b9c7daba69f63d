/** English messages: forecasts and the readout of a reservoir. */

export const en = {
	"series.rows": "{rows:row/rows}, {horizon} ahead",
	"series.forecasts": "forecasts",
	"series.lastValue": "last value ({horizon} back)",
	"series.mean": "mean of the training part",
	"echo.readout":
		"readout: ridge {ridge}, condition number {condition}, fitted on {rows:step/steps}; spectral radius of (1 - leak) I + leak W: {radius}",
	"echo.beta": "; logits: outputs times {beta}",
} as const;
