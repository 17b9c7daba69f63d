/** Sluice's own version, as package.json states it; kept equal by a test. */
export const VERSION = "0.1.0";
