/** Numbers as the panels of the view Text write them, with a true minus. */
export const qOf = (q: number) => (q < 1e-3 ? q.toExponential(0).replace("-", "−") : q.toFixed(3));
