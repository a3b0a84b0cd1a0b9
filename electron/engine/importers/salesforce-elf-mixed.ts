import { elfMixedImporter } from './parts/salesforce-elf.ts';

/** Event logs of several types in one file, as collectors write them, and event objects without a log file of their own. */
export default elfMixedImporter();
