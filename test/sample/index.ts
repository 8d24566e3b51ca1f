/** The sample shop: loads it, and tells whether two databases are equal. */

export { compareDatabases } from './compare.ts';
export { type LoadedSample, loadSampleShop } from './load.ts';
