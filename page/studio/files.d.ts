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
declare module "studio:form" {
	/** The form of a training, made from the specs of the command line when the page was built. */
	const form: import("../../studio/wire.ts").Form;
	export default form;
}
/** Version of the package that the page is built from. */
declare const SLUICE_VERSION: string;
