import { elfImporter } from './parts/salesforce-elf.ts';

/** Calls to the SOAP API. They name no app: it is found through the login session. */
export default elfImporter('API', 'SOAP calls');
