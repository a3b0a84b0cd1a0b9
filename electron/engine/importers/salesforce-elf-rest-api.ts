import { elfImporter } from './parts/salesforce-elf.ts';

/** Calls to the REST API, with the connected app where the call came from one. */
export default elfImporter('RestApi', 'REST calls');
