import { elfImporter } from './parts/salesforce-elf.ts';

/** Batches of the Bulk API. They name no app: it is found through the login session. */
export default elfImporter('BulkApi', 'bulk jobs');
