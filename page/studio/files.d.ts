/** What the build makes of imports that are no code. */
declare module "*.css";
declare module "*?worker&url" {
	/** Address of the built worker. */
	const address: string;
	export default address;
}
declare module "*?url" {
	/** Address of the built file. */
	const address: string;
	export default address;
}
/** Version of the package that the page is built from. */
declare const SLUICE_VERSION: string;
