/** The catalogue of texts: what can be fetched by name (`sluice data list`), and fetching it (`sluice data get`). */
export { type GetOptions, getCorpus, getEntry } from "./downloads.ts";
export { type CatalogueEntry, catalogue, DEFAULT_CORPUS, findEntry, list, type Recipe } from "./entries.ts";
