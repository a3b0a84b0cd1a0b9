import { elfImporter } from './parts/salesforce-elf.ts';

/** Calls to the Metadata API. The client id in them is text that the calling program chose. */
export default elfImporter('MetadataApiOperation', 'metadata calls');
