/** English messages: forecasts and the readout of a reservoir. */

export const en = {
	"series.rows": "{rows:row/rows}, {horizon} ahead",
	"series.rowsAfter": "{rows:row/rows} after training, {horizon} ahead",
	"series.rowsTrain": "{rows:training row/training rows}, {horizon} ahead",
	"series.forecasts": "forecasts",
	"series.lastValue": "last value ({horizon} back)",
	"series.seasonal": "one period back ({period:row/rows})",
	"series.linear": "linear autoregression (order {order})",
	"series.best":
		"Measured with the weights of step {step}, the best in validation, as in sluice eval and sluice forecast.",
	"series.noBetter": "The forecasts of {columns} are no better than the last value.",
	"series.tryChange": "Forecast changes instead: leave out --forecast value.",
	"series.tryEcho": "An echo state network may do better: --cell esn.",
	"series.mean": "mean of the training part",
	"echo.readout":
		"readout: ridge {ridge}, condition number {condition}, fitted on {rows:step/steps}; spectral radius of (1 - leak) I + leak W: {radius}",
	"echo.beta": "; logits: outputs times {beta}",
} as const;
