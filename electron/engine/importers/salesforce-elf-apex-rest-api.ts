import { elfImporter } from './parts/salesforce-elf.ts';

/** Calls to REST services written in Apex. */
export default elfImporter('ApexRestApi', 'custom REST calls');
