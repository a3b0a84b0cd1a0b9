import { elfImporter } from './parts/salesforce-elf.ts';

/** Jobs of the Bulk API 2.0. They name no app: it is found through the login session. */
export default elfImporter('BulkApi2', 'bulk jobs, version 2');
