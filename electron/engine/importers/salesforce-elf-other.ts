import { elfOtherImporter } from './parts/salesforce-elf.ts';

/** Event log files that hold pages, reports, errors and the like: known, read, and not relevant. */
export default elfOtherImporter();
