/** English messages: forecasts and the readout of a reservoir. */

export const en = {
	"series.rows": "{rows:row/rows}, {horizon} ahead",
	"series.forecasts": "forecasts",
	"series.lastValue": "last value ({horizon} back)",
	"series.mean": "mean of the training part",
	"echo.readout":
		"readout: ridge {ridge}, condition number {condition}, {rows:step/steps}; radius of (1 - leak) I + leak W {radius}",
	"echo.beta": ", outputs times {beta} are its logits",
} as const;
